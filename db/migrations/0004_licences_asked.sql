ALTER TABLE "newcomers" ALTER COLUMN "licences" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "newcomers" ALTER COLUMN "licences" DROP NOT NULL;--> statement-breakpoint
UPDATE "newcomers" SET "licences" = NULL WHERE "licences" = '{}';
