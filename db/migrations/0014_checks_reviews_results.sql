CREATE TABLE "audit_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint,
	"at" timestamp with time zone NOT NULL,
	"actor_id" uuid,
	"actor_role" text NOT NULL,
	"organisation" text DEFAULT '' NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"key_id" text NOT NULL,
	"entry_mac" "bytea" NOT NULL,
	"seal_key_id" text,
	"mac" "bytea",
	CONSTRAINT "audit_entries_subject" CHECK ("audit_entries"."subject" in ('newcomer', 'proposal', 'position', 'placement', 'case', 'account', 'municipality', 'page')),
	CONSTRAINT "audit_entries_sealed" CHECK (("audit_entries"."seq" is null) = ("audit_entries"."mac" is null) and ("audit_entries"."seq" is null) = ("audit_entries"."seal_key_id" is null))
);
--> statement-breakpoint
CREATE TABLE "audit_heads" (
	"stream" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"mac" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "employer_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"signal_id" uuid,
	"file_id" uuid,
	"body" text NOT NULL,
	"written_by" uuid NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	CONSTRAINT "employer_answers_about" CHECK (("employer_answers"."signal_id" is null) <> ("employer_answers"."file_id" is null))
);
--> statement-breakpoint
CREATE TABLE "learning_results" (
	"placement_id" uuid PRIMARY KEY NOT NULL,
	"goals_set" smallint NOT NULL,
	"goals_reached" smallint NOT NULL,
	"report_on" date,
	"certificate_on" date,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "learning_results_goals" CHECK ("learning_results"."goals_reached" between 0 and "learning_results"."goals_set")
);
--> statement-breakpoint
CREATE TABLE "placement_checks" (
	"placement_id" uuid PRIMARY KEY NOT NULL,
	"notice_on" date,
	"contract" text,
	"permit_until" date,
	"is27" boolean,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "placement_checks_contract" CHECK ("placement_checks"."contract" in ('employment', 'other'))
);
--> statement-breakpoint
CREATE TABLE "placement_reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"placement_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"held_on" date NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "placement_reviews_once" UNIQUE("placement_id","kind","held_on"),
	CONSTRAINT "placement_reviews_kind" CHECK ("placement_reviews"."kind" in ('training-offer', 'premium', 'assessment', 'review-24', 'review-36'))
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"part" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"done_by" uuid,
	CONSTRAINT "corrections_part" CHECK ("corrections"."part" in ('name', 'contact', 'place', 'dutch', 'skills', 'work', 'week', 'wishes')),
	CONSTRAINT "corrections_done" CHECK (("corrections"."done_at" is null) = ("corrections"."done_by" is null))
);
--> statement-breakpoint
CREATE TABLE "erased_statistics" (
	"id" uuid PRIMARY KEY NOT NULL,
	"year_month" text NOT NULL,
	"region_code" text NOT NULL,
	"known" text NOT NULL,
	"dutch" text NOT NULL,
	"placed" text NOT NULL,
	CONSTRAINT "erased_statistics_known" CHECK ("erased_statistics"."known" in ('under-6-months', 'under-12-months', 'under-24-months', 'longer')),
	CONSTRAINT "erased_statistics_dutch" CHECK ("erased_statistics"."dutch" in ('unknown', 'below-a2', 'a2', 'b1-up')),
	CONSTRAINT "erased_statistics_placed" CHECK ("erased_statistics"."placed" in ('never', 'once', 'more')),
	CONSTRAINT "erased_statistics_month" CHECK ("erased_statistics"."year_month" ~ '^[0-9]{4}-[0-9]{2}$')
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"subject_hash" text PRIMARY KEY NOT NULL,
	"cause" text NOT NULL,
	"erased_at" timestamp with time zone NOT NULL,
	CONSTRAINT "erasures_cause" CHECK ("erasures"."cause" in ('asked', 'retention', 'replay'))
);
--> statement-breakpoint
CREATE TABLE "retention_warnings" (
	"newcomer_id" uuid PRIMARY KEY NOT NULL,
	"warned_at" timestamp with time zone NOT NULL,
	"erase_on" date NOT NULL
);
--> statement-breakpoint
ALTER TABLE "newcomers" DROP CONSTRAINT "newcomers_work_right";--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_code";--> statement-breakpoint
ALTER TABLE "position_log" DROP CONSTRAINT "position_log_step";--> statement-breakpoint
ALTER TABLE "newcomers" ADD COLUMN "asylum_waited_months" smallint;--> statement-breakpoint
ALTER TABLE "position_verdicts" ADD COLUMN "judged" jsonb;--> statement-breakpoint
ALTER TABLE "employer_answers" ADD CONSTRAINT "employer_answers_signal_id_signals_id_fk" FOREIGN KEY ("signal_id") REFERENCES "public"."signals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_answers" ADD CONSTRAINT "employer_answers_file_id_audit_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."audit_files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_answers" ADD CONSTRAINT "employer_answers_written_by_accounts_id_fk" FOREIGN KEY ("written_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learning_results" ADD CONSTRAINT "learning_results_placement_id_placements_id_fk" FOREIGN KEY ("placement_id") REFERENCES "public"."placements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "learning_results" ADD CONSTRAINT "learning_results_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_checks" ADD CONSTRAINT "placement_checks_placement_id_placements_id_fk" FOREIGN KEY ("placement_id") REFERENCES "public"."placements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_checks" ADD CONSTRAINT "placement_checks_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_reviews" ADD CONSTRAINT "placement_reviews_placement_id_placements_id_fk" FOREIGN KEY ("placement_id") REFERENCES "public"."placements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_reviews" ADD CONSTRAINT "placement_reviews_recorded_by_accounts_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_done_by_accounts_id_fk" FOREIGN KEY ("done_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention_warnings" ADD CONSTRAINT "retention_warnings_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_entries_seq" ON "audit_entries" USING btree ("stream","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_waiting" ON "audit_entries" USING btree ("stream","at") WHERE seq is null;--> statement-breakpoint
CREATE INDEX "audit_entries_subject_id" ON "audit_entries" USING btree ("subject_id","at");--> statement-breakpoint
CREATE INDEX "employer_answers_signal" ON "employer_answers" USING btree ("signal_id","written_at");--> statement-breakpoint
CREATE INDEX "employer_answers_file" ON "employer_answers" USING btree ("file_id","written_at");--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_one_open" ON "corrections" USING btree ("newcomer_id","part") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "corrections_newcomer" ON "corrections" USING btree ("newcomer_id");--> statement-breakpoint
ALTER TABLE "newcomers" ADD CONSTRAINT "newcomers_asylum_waited" CHECK ("newcomers"."asylum_waited_months" between 0 and 120);--> statement-breakpoint
ALTER TABLE "newcomers" ADD CONSTRAINT "newcomers_work_right" CHECK ("newcomers"."work_right" in ('free', 'permit-needed', 'asylum-seeker', 'displaced-person', 'none', 'unknown'));--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_code" CHECK ("notices"."code" in ('proposal-for-you', 'proposal-closed', 'employer-accepted', 'employer-refused', 'newcomer-consented', 'newcomer-declined', 'newcomer-wants-to-talk', 'newcomer-stopped', 'consent-withdrawn', 'placement-started', 'placement-cancelled', 'placement-held-up', 'follow-up-due', 'position-approved', 'position-rejected', 'decision-asked', 'position-withheld', 'position-held-up', 'approval-ends', 'signal-opened', 'signal-closed', 'report-made', 'override-asked', 'objection-made', 'override-confirmed', 'override-refused', 'override-outgrown', 'start-decided', 'question-asked', 'answer-given', 'facts-age'));--> statement-breakpoint
ALTER TABLE "position_log" ADD CONSTRAINT "position_log_step" CHECK ("position_log"."step" in ('create', 'submit', 'publish', 'approve', 'reject', 'grant', 'pause', 'resume', 'close', 'expire'));