ALTER TABLE "accounts" ADD COLUMN "locked_by_operator" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Until now nobody else could be told from the operator, so what is shut stays with the operator.
UPDATE "accounts" SET "locked_by_operator" = true WHERE "state" = 'suspended';--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_locked" CHECK (not "accounts"."locked_by_operator" or "accounts"."state" <> 'active');