CREATE TABLE "group_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"employer_id" uuid NOT NULL,
	"group_name" text NOT NULL,
	"source" text NOT NULL,
	"since_on" date NOT NULL,
	"state" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"second_by" uuid,
	"second_at" timestamp with time zone,
	CONSTRAINT "group_requests_state" CHECK ("group_requests"."state" in ('asked', 'confirmed', 'refused')),
	CONSTRAINT "group_requests_decided" CHECK (("group_requests"."state" = 'asked') = ("group_requests"."second_by" is null)),
	CONSTRAINT "group_requests_four_eyes" CHECK ("group_requests"."state" <> 'confirmed' or "group_requests"."second_by" <> "group_requests"."asked_by")
);
--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT "notices_code";--> statement-breakpoint
DROP INDEX "public_reports_establishment";--> statement-breakpoint
DROP INDEX "signals_one_open";--> statement-breakpoint
ALTER TABLE "tensions" DROP CONSTRAINT "tensions_region_code_occupation_group_quarter_pk";--> statement-breakpoint
ALTER TABLE "tensions" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "tensions" ADD COLUMN "imported_for" text;--> statement-breakpoint
ALTER TABLE "tensions" ADD COLUMN "imported_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "employer_groups" ADD COLUMN "confirmed_by" uuid;--> statement-breakpoint
ALTER TABLE "public_reports" ADD COLUMN "wiped_on" date;--> statement-breakpoint
ALTER TABLE "signals" ADD COLUMN "municipality_code" text;--> statement-breakpoint
ALTER TABLE "signals" ADD COLUMN "close_asked_by" uuid;--> statement-breakpoint
ALTER TABLE "signals" ADD COLUMN "close_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "signals" ADD COLUMN "close_asked_reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "group_requests" ADD CONSTRAINT "group_requests_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_requests" ADD CONSTRAINT "group_requests_asked_by_accounts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_requests" ADD CONSTRAINT "group_requests_second_by_accounts_id_fk" FOREIGN KEY ("second_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "group_requests_one_open" ON "group_requests" USING btree ("employer_id") WHERE "group_requests"."state" = 'asked';--> statement-breakpoint
ALTER TABLE "tensions" ADD CONSTRAINT "tensions_imported_for_municipalities_code_fk" FOREIGN KEY ("imported_for") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "employer_groups" ADD CONSTRAINT "employer_groups_confirmed_by_accounts_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_municipality_code_municipalities_code_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_close_asked_by_accounts_id_fk" FOREIGN KEY ("close_asked_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tensions_newest" ON "tensions" USING btree ("region_code","occupation_group","quarter","imported_at");--> statement-breakpoint
CREATE INDEX "public_reports_establishment" ON "public_reports" USING btree ("establishment_id","reported_at");--> statement-breakpoint
CREATE UNIQUE INDEX "signals_one_open" ON "signals" USING btree ("subject","subject_id","monitor","about",coalesce("municipality_code", '')) WHERE "signals"."state" <> 'closed';--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_code" CHECK ("notices"."code" in ('proposal-for-you', 'proposal-closed', 'employer-accepted', 'employer-refused', 'newcomer-consented', 'newcomer-declined', 'newcomer-wants-to-talk', 'newcomer-stopped', 'consent-withdrawn', 'placement-started', 'placement-cancelled', 'placement-held-up', 'follow-up-due', 'position-approved', 'position-rejected', 'decision-asked', 'position-withheld', 'position-held-up', 'approval-ends', 'signal-opened', 'signal-closed', 'report-made', 'override-asked', 'objection-made'));--> statement-breakpoint
ALTER TABLE "employer_groups" ADD CONSTRAINT "employer_groups_four_eyes" CHECK ("employer_groups"."confirmed_by" <> "employer_groups"."recorded_by");--> statement-breakpoint
ALTER TABLE "public_reports" ADD CONSTRAINT "public_reports_wiped" CHECK ("public_reports"."wiped_on" is null or ("public_reports"."body" = '' and "public_reports"."contact" is null));--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_four_eyes" CHECK ("signals"."close_asked_by" <> "signals"."closed_by");