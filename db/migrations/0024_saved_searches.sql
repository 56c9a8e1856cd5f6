CREATE TABLE "saved_searches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"question" text NOT NULL,
	"known" uuid[] DEFAULT '{}' NOT NULL,
	"looked_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ends_on" date NOT NULL,
	"told_at" timestamp with time zone,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_code";--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_searches_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_searches_question" ON "saved_searches" USING btree ("account_id","question");--> statement-breakpoint
CREATE INDEX "saved_searches_looked" ON "saved_searches" USING btree ("looked_on","id");--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_code" CHECK ("notices"."code" in ('proposal-for-you', 'proposal-closed', 'employer-accepted', 'employer-refused', 'newcomer-consented', 'newcomer-declined', 'newcomer-wants-to-talk', 'newcomer-stopped', 'consent-withdrawn', 'placement-started', 'placement-cancelled', 'placement-held-up', 'follow-up-due', 'yes-held-up', 'position-approved', 'position-rejected', 'decision-asked', 'position-withheld', 'position-held-up', 'approval-ends', 'signal-opened', 'signal-closed', 'report-made', 'cards-many', 'override-asked', 'objection-made', 'override-confirmed', 'override-refused', 'override-outgrown', 'start-decided', 'question-asked', 'answer-given', 'facts-age', 'correction-asked', 'newcomer-erased', 'account-changed', 'account-ends', 'file-opened', 'coach-changed', 'search-found', 'data-ends'));