CREATE TABLE "shown_cards" (
	"id" uuid PRIMARY KEY NOT NULL,
	"proposal_id" uuid NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"position_id" uuid NOT NULL,
	"employer_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"step" smallint NOT NULL,
	"region" text,
	"ask" jsonb NOT NULL,
	"shape" jsonb NOT NULL,
	"key" text NOT NULL,
	"policy_version" text NOT NULL,
	"reason" text,
	"chosen_by" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "shown_cards_outcome" CHECK ("shown_cards"."outcome" in ('shown', 'held')),
	CONSTRAINT "shown_cards_reason" CHECK ("shown_cards"."reason" in ('newcomer-agrees', 'they-know-each-other', 'no-risk-here')),
	CONSTRAINT "shown_cards_chosen" CHECK (("shown_cards"."reason" is null) = ("shown_cards"."chosen_by" is null))
);
--> statement-breakpoint
CREATE TABLE "file_openings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"municipality_code" text NOT NULL,
	"why" text NOT NULL,
	"reason" text NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"asked_by" uuid,
	"asked_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"ended_by" uuid,
	"ended_at" timestamp with time zone,
	CONSTRAINT "file_openings_why" CHECK ("file_openings"."why" in ('coach-gone', 'danger', 'legal-duty')),
	CONSTRAINT "file_openings_state" CHECK ("file_openings"."state" in ('asked', 'approved', 'refused')),
	CONSTRAINT "file_openings_two" CHECK ("file_openings"."decided_by" <> "file_openings"."asked_by"),
	CONSTRAINT "file_openings_end" CHECK (("file_openings"."state" = 'approved') = ("file_openings"."ends_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email_sealed" "bytea",
	"email_index" "bytea",
	"role" text NOT NULL,
	"is_admin" boolean DEFAULT false NOT NULL,
	"employer_id" uuid,
	"municipality_code" text,
	"language" text DEFAULT 'nl' NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"invited_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"account_id" uuid,
	CONSTRAINT "invitations_role" CHECK ("invitations"."role" in ('newcomer', 'employer', 'coach', 'municipality', 'officer', 'platform', 'auditor')),
	CONSTRAINT "invitations_state" CHECK ("invitations"."state" in ('open', 'accepted', 'withdrawn')),
	CONSTRAINT "invitations_language" CHECK ("invitations"."language" in ('nl', 'en', 'ar')),
	CONSTRAINT "invitations_link" CHECK ("invitations"."role" <> 'newcomer' and ("invitations"."role" = 'employer') = ("invitations"."employer_id" is not null) and ("invitations"."role" in ('coach', 'municipality', 'officer')) = ("invitations"."municipality_code" is not null) and (not "invitations"."is_admin" or "invitations"."role" = 'employer')),
	CONSTRAINT "invitations_address" CHECK (("invitations"."email_sealed" is null) = ("invitations"."email_index" is null))
);
--> statement-breakpoint
CREATE TABLE "organisation_standings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"employer_id" uuid,
	"municipality_code" text,
	"state" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"changed_by" uuid,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organisation_standings_state" CHECK ("organisation_standings"."state" in ('unverified', 'active', 'suspended')),
	CONSTRAINT "organisation_standings_one" CHECK (("organisation_standings"."employer_id" is null) <> ("organisation_standings"."municipality_code" is null))
);
--> statement-breakpoint
CREATE TABLE "account_warnings" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"warned_at" timestamp with time zone NOT NULL,
	"erase_on" date NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_role";--> statement-breakpoint
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_state";--> statement-breakpoint
ALTER TABLE "audit_entries" DROP CONSTRAINT "audit_entries_subject";--> statement-breakpoint
ALTER TABLE "case_log" DROP CONSTRAINT "case_log_subject";--> statement-breakpoint
ALTER TABLE "case_log" DROP CONSTRAINT "case_log_step";--> statement-breakpoint
ALTER TABLE "public_reports" DROP CONSTRAINT "public_reports_contact";--> statement-breakpoint
ALTER TABLE "public_reports" DROP CONSTRAINT "public_reports_wiped";--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_code";--> statement-breakpoint
ALTER TABLE "consents" DROP CONSTRAINT "consents_fields";--> statement-breakpoint
DROP INDEX "accounts_email";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "email_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "email_index" "bytea";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "mailbox_index" "bytea";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "is_admin" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Whoever had an account of an employer did everything until now.
UPDATE "accounts" SET "is_admin" = true WHERE "role" = 'employer';--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "signed_in_on" date;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "proved_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "public_reports" ADD COLUMN "contact_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "newcomer_identities" ADD COLUMN "email_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "newcomer_identities" ADD COLUMN "phone_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "newcomers" ADD COLUMN "needs_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "follow_ups" ADD COLUMN "note_sealed" "bytea";--> statement-breakpoint
ALTER TABLE "shown_cards" ADD CONSTRAINT "shown_cards_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_cards" ADD CONSTRAINT "shown_cards_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_cards" ADD CONSTRAINT "shown_cards_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_cards" ADD CONSTRAINT "shown_cards_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_cards" ADD CONSTRAINT "shown_cards_chosen_by_accounts_id_fk" FOREIGN KEY ("chosen_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_openings" ADD CONSTRAINT "file_openings_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_openings" ADD CONSTRAINT "file_openings_municipality_code_municipalities_code_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_openings" ADD CONSTRAINT "file_openings_asked_by_accounts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_openings" ADD CONSTRAINT "file_openings_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_openings" ADD CONSTRAINT "file_openings_ended_by_accounts_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_municipality_code_municipalities_code_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_accounts_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_standings" ADD CONSTRAINT "organisation_standings_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_standings" ADD CONSTRAINT "organisation_standings_municipality_code_municipalities_code_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_standings" ADD CONSTRAINT "organisation_standings_changed_by_accounts_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_warnings" ADD CONSTRAINT "account_warnings_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "shown_cards_proposal" ON "shown_cards" USING btree ("proposal_id","at");--> statement-breakpoint
CREATE INDEX "shown_cards_employer" ON "shown_cards" USING btree ("employer_id","at");--> statement-breakpoint
CREATE INDEX "shown_cards_newcomer" ON "shown_cards" USING btree ("newcomer_id");--> statement-breakpoint
CREATE INDEX "file_openings_newcomer" ON "file_openings" USING btree ("newcomer_id");--> statement-breakpoint
CREATE INDEX "file_openings_municipality" ON "file_openings" USING btree ("municipality_code","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open" ON "invitations" USING btree ("email_index","role",coalesce("employer_id"::text, "municipality_code", '')) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "invitations_employer" ON "invitations" USING btree ("employer_id");--> statement-breakpoint
CREATE INDEX "invitations_municipality" ON "invitations" USING btree ("municipality_code");--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_standings_employer" ON "organisation_standings" USING btree ("employer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_standings_municipality" ON "organisation_standings" USING btree ("municipality_code");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_email_index" ON "accounts" USING btree ("email_index","role",coalesce("employer_id"::text, "municipality_code", ''));--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_email" ON "accounts" USING btree ("email","role",coalesce("employer_id"::text, "municipality_code", ''));--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_admin" CHECK (not "accounts"."is_admin" or "accounts"."role" = 'employer');--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_role" CHECK ("accounts"."role" in ('newcomer', 'employer', 'coach', 'municipality', 'officer', 'platform', 'auditor'));--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_state" CHECK ("accounts"."state" in ('active', 'suspended', 'removed'));--> statement-breakpoint
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_subject" CHECK ("audit_entries"."subject" in ('newcomer', 'proposal', 'position', 'placement', 'case', 'account', 'municipality', 'employer', 'invitation', 'opening', 'audit', 'queue', 'page'));--> statement-breakpoint
ALTER TABLE "case_log" ADD CONSTRAINT "case_log_subject" CHECK ("case_log"."subject" in ('statement', 'profile', 'override', 'message', 'signal', 'report', 'group', 'contract', 'audit', 'fact'));--> statement-breakpoint
ALTER TABLE "case_log" ADD CONSTRAINT "case_log_step" CHECK ("case_log"."step" in ('state', 'propose', 'confirm', 'reject', 'ask', 'refuse', 'write', 'answer', 'close', 'report', 'weigh', 'record', 'draw', 'find', 'end'));--> statement-breakpoint
ALTER TABLE "public_reports" ADD CONSTRAINT "public_reports_contact" CHECK ("public_reports"."state" = 'new' or num_nonnulls("public_reports"."contact", "public_reports"."contact_sealed") = 0);--> statement-breakpoint
ALTER TABLE "public_reports" ADD CONSTRAINT "public_reports_wiped" CHECK ("public_reports"."wiped_on" is null or ("public_reports"."body" = '' and num_nonnulls("public_reports"."contact", "public_reports"."contact_sealed") = 0));--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_code" CHECK ("notices"."code" in ('proposal-for-you', 'proposal-closed', 'employer-accepted', 'employer-refused', 'newcomer-consented', 'newcomer-declined', 'newcomer-wants-to-talk', 'newcomer-stopped', 'consent-withdrawn', 'placement-started', 'placement-cancelled', 'placement-held-up', 'follow-up-due', 'yes-held-up', 'position-approved', 'position-rejected', 'decision-asked', 'position-withheld', 'position-held-up', 'approval-ends', 'signal-opened', 'signal-closed', 'report-made', 'override-asked', 'objection-made', 'override-confirmed', 'override-refused', 'override-outgrown', 'start-decided', 'question-asked', 'answer-given', 'facts-age', 'correction-asked', 'newcomer-erased', 'account-changed', 'account-ends', 'file-opened', 'coach-changed', 'data-ends'));--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_fields" CHECK ("consents"."fields" <@ array['given-name', 'family-name', 'phone', 'email', 'work-history']::text[]);