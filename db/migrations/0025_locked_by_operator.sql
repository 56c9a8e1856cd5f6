ALTER TABLE "accounts" ADD COLUMN "locked_by_operator" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Who shut an account last, the audit says: an organisation lets in again whom it shut itself. What nobody wrote down stays with the operator.
UPDATE "accounts" SET "locked_by_operator" = true WHERE "state" = 'suspended' AND coalesce((
  SELECT "entry"."actor_role" NOT IN ('employer', 'municipality') FROM "audit_entries" "entry"
  WHERE "entry"."subject" = 'account' AND "entry"."subject_id" = "accounts"."id"::text AND "entry"."action" = 'account.suspend'
  ORDER BY "entry"."at" DESC, "entry"."actor_role" IN ('employer', 'municipality') LIMIT 1
), true);--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_locked" CHECK (not "accounts"."locked_by_operator" or "accounts"."state" <> 'active');
