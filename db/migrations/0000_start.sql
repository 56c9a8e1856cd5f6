CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"newcomer_id" uuid,
	"employer_id" uuid,
	"municipality_code" text,
	"language" text DEFAULT 'nl' NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "accounts_role" CHECK ("accounts"."role" in ('newcomer', 'employer', 'coach', 'municipality', 'officer')),
	CONSTRAINT "accounts_state" CHECK ("accounts"."state" in ('active', 'suspended')),
	CONSTRAINT "accounts_language" CHECK ("accounts"."language" in ('nl', 'en', 'ar')),
	CONSTRAINT "accounts_link" CHECK (("accounts"."role" = 'newcomer') = ("accounts"."newcomer_id" is not null) and ("accounts"."role" = 'employer') = ("accounts"."employer_id" is not null) and ("accounts"."role" in ('coach', 'municipality', 'officer')) = ("accounts"."municipality_code" is not null))
);
--> statement-breakpoint
CREATE TABLE "login_challenges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid,
	"bind_hash" "bytea" NOT NULL,
	"code_mac" "bytea" NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"bucket" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"resets_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"idle_minutes" integer NOT NULL,
	"absolute_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "sessions_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"account_id" uuid NOT NULL,
	"key" uuid NOT NULL,
	"route" text NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"answer" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "submissions_account_id_key_pk" PRIMARY KEY("account_id","key")
);
--> statement-breakpoint
CREATE TABLE "employers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kvk" text,
	"about" text DEFAULT '' NOT NULL,
	"employees_total" integer,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "establishments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"employer_id" uuid NOT NULL,
	"name" text NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"postcode4" text NOT NULL,
	"employees_total" integer
);
--> statement-breakpoint
CREATE TABLE "staffing_facts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"establishment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"occupation_uri" text,
	"reason" text,
	"happened_on" date NOT NULL,
	"ended_on" date,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reported_by" text NOT NULL,
	"effect_key" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "staffing_facts_effectKey_unique" UNIQUE("effect_key"),
	CONSTRAINT "staffing_facts_kind" CHECK ("staffing_facts"."kind" in ('contract-ended', 'vacancy-open', 'dismissal-request', 'industrial-action', 'concern')),
	CONSTRAINT "staffing_facts_reason" CHECK ("staffing_facts"."reason" in ('dismissal', 'not-renewed', 'reorganisation', 'voluntary', 'retirement', 'other'))
);
--> statement-breakpoint
CREATE TABLE "newcomer_courses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"skills" text[] NOT NULL,
	"hours_per_week" numeric(4, 1) NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"attendance" numeric(3, 2),
	"learner_profile" text DEFAULT 'usual' NOT NULL,
	CONSTRAINT "newcomer_courses_skills" CHECK ("newcomer_courses"."skills" <@ array['listening', 'speaking', 'reading', 'writing']::text[]),
	CONSTRAINT "newcomer_courses_profile" CHECK ("newcomer_courses"."learner_profile" in ('fast', 'quick', 'usual', 'slow')),
	CONSTRAINT "newcomer_courses_attendance" CHECK ("newcomer_courses"."attendance" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "newcomer_educations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"level" text NOT NULL,
	"field" text DEFAULT '' NOT NULL,
	"valued" boolean DEFAULT false NOT NULL,
	CONSTRAINT "newcomer_educations_level" CHECK ("newcomer_educations"."level" in ('none', 'primary', 'lower-secondary', 'vocational', 'upper-secondary', 'bachelor', 'master'))
);
--> statement-breakpoint
CREATE TABLE "newcomer_experiences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"occupation_uri" text NOT NULL,
	"months" smallint NOT NULL,
	"evidence" text NOT NULL,
	CONSTRAINT "newcomer_experiences_evidence" CHECK ("newcomer_experiences"."evidence" in ('self', 'observed', 'tested', 'certificate')),
	CONSTRAINT "newcomer_experiences_months" CHECK ("newcomer_experiences"."months" > 0)
);
--> statement-breakpoint
CREATE TABLE "newcomer_identities" (
	"newcomer_id" uuid PRIMARY KEY NOT NULL,
	"given_name" text NOT NULL,
	"family_name" text DEFAULT '' NOT NULL,
	"email" text,
	"phone" text
);
--> statement-breakpoint
CREATE TABLE "newcomer_languages" (
	"newcomer_id" uuid NOT NULL,
	"language" text NOT NULL,
	"skill" text NOT NULL,
	"level" text,
	"reference_level" text,
	"source" text NOT NULL,
	"assessed_on" date NOT NULL,
	CONSTRAINT "newcomer_languages_newcomer_id_language_skill_pk" PRIMARY KEY("newcomer_id","language","skill"),
	CONSTRAINT "newcomer_languages_skill" CHECK ("newcomer_languages"."skill" in ('listening', 'speaking', 'reading', 'writing')),
	CONSTRAINT "newcomer_languages_level" CHECK ("newcomer_languages"."level" in ('none', 'alfa-a', 'alfa-b', 'alfa-c', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2')),
	CONSTRAINT "newcomer_languages_reference" CHECK ("newcomer_languages"."reference_level" in ('1F', '2F', '3F', '4F')),
	CONSTRAINT "newcomer_languages_source" CHECK ("newcomer_languages"."source" in ('self', 'intake', 'lesson', 'tested', 'exam'))
);
--> statement-breakpoint
CREATE TABLE "newcomer_learning_wishes" (
	"newcomer_id" uuid NOT NULL,
	"skill_uri" text NOT NULL,
	CONSTRAINT "newcomer_learning_wishes_newcomer_id_skill_uri_pk" PRIMARY KEY("newcomer_id","skill_uri")
);
--> statement-breakpoint
CREATE TABLE "newcomer_skills" (
	"newcomer_id" uuid NOT NULL,
	"skill_uri" text NOT NULL,
	"evidence" text NOT NULL,
	"updated_on" date NOT NULL,
	CONSTRAINT "newcomer_skills_newcomer_id_skill_uri_pk" PRIMARY KEY("newcomer_id","skill_uri"),
	CONSTRAINT "newcomer_skills_evidence" CHECK ("newcomer_skills"."evidence" in ('self', 'observed', 'tested', 'certificate'))
);
--> statement-breakpoint
CREATE TABLE "newcomer_slots" (
	"newcomer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"weekday" smallint NOT NULL,
	"from_minute" smallint NOT NULL,
	"to_minute" smallint NOT NULL,
	CONSTRAINT "newcomer_slots_newcomer_id_kind_weekday_from_minute_pk" PRIMARY KEY("newcomer_id","kind","weekday","from_minute"),
	CONSTRAINT "newcomer_slots_kind" CHECK ("newcomer_slots"."kind" in ('available', 'lesson', 'childcare')),
	CONSTRAINT "newcomer_slots_time" CHECK ("newcomer_slots"."weekday" between 1 and 7 and "newcomer_slots"."from_minute" >= 0 and "newcomer_slots"."to_minute" <= 1440 and "newcomer_slots"."from_minute" < "newcomer_slots"."to_minute" and "newcomer_slots"."from_minute" % 30 = 0 and "newcomer_slots"."to_minute" % 30 = 0)
);
--> statement-breakpoint
CREATE TABLE "newcomer_wishes" (
	"newcomer_id" uuid NOT NULL,
	"occupation_uri" text NOT NULL,
	"rank" smallint NOT NULL,
	CONSTRAINT "newcomer_wishes_newcomer_id_occupation_uri_pk" PRIMARY KEY("newcomer_id","occupation_uri")
);
--> statement-breakpoint
CREATE TABLE "newcomers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"coach_id" uuid NOT NULL,
	"municipality_code" text NOT NULL,
	"availability" text NOT NULL,
	"screen_language" text DEFAULT 'nl' NOT NULL,
	"postcode4" text,
	"future_postcode4" text,
	"future_from" date,
	"travel_means" text[] DEFAULT '{}' NOT NULL,
	"max_travel_minutes" smallint,
	"hours_min" numeric(4, 1),
	"hours_max" numeric(4, 1),
	"available_from" date,
	"work_right" text DEFAULT 'unknown' NOT NULL,
	"work_right_from" date,
	"work_right_until" date,
	"work_right_checked_on" date,
	"licences" text[] DEFAULT '{}' NOT NULL,
	"education_level" text,
	"needs_at_work" text DEFAULT '' NOT NULL,
	"waiting_since" date NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "newcomers_availability" CHECK ("newcomers"."availability" in ('in-intake', 'available', 'paused', 'placed', 'sustained', 'withdrawn')),
	CONSTRAINT "newcomers_screen_language" CHECK ("newcomers"."screen_language" in ('nl', 'en', 'ar')),
	CONSTRAINT "newcomers_work_right" CHECK ("newcomers"."work_right" in ('free', 'permit-needed', 'displaced-person', 'none', 'unknown')),
	CONSTRAINT "newcomers_travel_means" CHECK ("newcomers"."travel_means" <@ array['walk', 'bicycle', 'public-transport', 'car']::text[]),
	CONSTRAINT "newcomers_licences" CHECK ("newcomers"."licences" <@ array['AM', 'A', 'B', 'BE', 'C', 'CE', 'D', 'T', 'forklift', 'vca']::text[]),
	CONSTRAINT "newcomers_education" CHECK ("newcomers"."education_level" in ('none', 'primary', 'lower-secondary', 'vocational', 'upper-secondary', 'bachelor', 'master')),
	CONSTRAINT "newcomers_hours" CHECK ("newcomers"."hours_min" is null or "newcomers"."hours_max" is null or "newcomers"."hours_min" <= "newcomers"."hours_max")
);
--> statement-breakpoint
CREATE TABLE "mail_deliveries" (
	"effect_key" text PRIMARY KEY NOT NULL,
	"account_id" uuid,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"code" text NOT NULL,
	"params" jsonb NOT NULL,
	"effect_key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	CONSTRAINT "notices_code" CHECK ("notices"."code" in ('proposal-for-you', 'proposal-closed', 'employer-accepted', 'employer-refused', 'newcomer-consented', 'newcomer-declined', 'newcomer-wants-to-talk', 'consent-withdrawn', 'placement-started', 'placement-cancelled', 'follow-up-due', 'position-approved', 'position-rejected', 'decision-asked'))
);
--> statement-breakpoint
CREATE TABLE "dead_jobs" (
	"key" text PRIMARY KEY NOT NULL,
	"job" text NOT NULL,
	"payload" jsonb NOT NULL,
	"reason" text NOT NULL,
	"attempts" integer NOT NULL,
	"failed_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "effects" (
	"event_id" text NOT NULL,
	"effect" text NOT NULL,
	"done_at" timestamp with time zone NOT NULL,
	CONSTRAINT "effects_event_id_effect_pk" PRIMARY KEY("event_id","effect")
);
--> statement-breakpoint
CREATE TABLE "outbox_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"relayed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "follow_ups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"placement_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"due_on" date NOT NULL,
	"asked_at" timestamp with time zone,
	"done_at" timestamp with time zone,
	"done_by" uuid,
	"outcome" text,
	"concern" text,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "follow_ups_kind" CHECK ("follow_ups"."kind" in ('week-2', 'month-1', 'month-3', 'month-6', 'month-12')),
	CONSTRAINT "follow_ups_state" CHECK ("follow_ups"."state" in ('waiting', 'due', 'done', 'dropped')),
	CONSTRAINT "follow_ups_outcome" CHECK ("follow_ups"."outcome" in ('going-well', 'needs-attention', 'concern', 'stopped', 'lasting-work')),
	CONSTRAINT "follow_ups_concern" CHECK ("follow_ups"."concern" in ('no-guidance', 'only-regular-work', 'unpaid-beyond-term', 'lessons-crowded-out', 'unsafe', 'treated-unequally'))
);
--> statement-breakpoint
CREATE TABLE "placement_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"placement_id" uuid NOT NULL,
	"step" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"actor_id" uuid,
	"actor_role" text NOT NULL,
	"reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"policy_version" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "placement_log_step" CHECK ("placement_log"."step" in ('plan', 'begin', 'complete', 'end-early', 'cancel'))
);
--> statement-breakpoint
CREATE TABLE "placements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"proposal_id" uuid NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"position_id" uuid NOT NULL,
	"state" text NOT NULL,
	"seat" smallint NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"mentor" text NOT NULL,
	"learning_goals" text[] NOT NULL,
	"ended_on" date,
	"initiative" text,
	"created_at" timestamp with time zone NOT NULL,
	"state_since" timestamp with time zone NOT NULL,
	CONSTRAINT "placements_proposalId_unique" UNIQUE("proposal_id"),
	CONSTRAINT "placements_state" CHECK ("placements"."state" in ('planned', 'active', 'completed', 'ended-early', 'cancelled')),
	CONSTRAINT "placements_initiative" CHECK ("placements"."initiative" in ('newcomer', 'employer', 'coach', 'municipality')),
	CONSTRAINT "placements_term" CHECK ("placements"."ends_on" is null or "placements"."ends_on" >= "placements"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "position_languages" (
	"position_id" uuid NOT NULL,
	"language" text NOT NULL,
	"skill" text NOT NULL,
	"level" text NOT NULL,
	"task" text DEFAULT '' NOT NULL,
	CONSTRAINT "position_languages_position_id_language_skill_pk" PRIMARY KEY("position_id","language","skill"),
	CONSTRAINT "position_languages_skill" CHECK ("position_languages"."skill" in ('listening', 'speaking', 'reading', 'writing')),
	CONSTRAINT "position_languages_level" CHECK ("position_languages"."level" in ('none', 'alfa-a', 'alfa-b', 'alfa-c', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2'))
);
--> statement-breakpoint
CREATE TABLE "position_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position_id" uuid NOT NULL,
	"step" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"actor_id" uuid,
	"actor_role" text NOT NULL,
	"reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"policy_version" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "position_log_step" CHECK ("position_log"."step" in ('create', 'submit', 'publish', 'approve', 'reject', 'pause', 'resume', 'close', 'expire'))
);
--> statement-breakpoint
CREATE TABLE "position_skills" (
	"position_id" uuid NOT NULL,
	"skill_uri" text NOT NULL,
	"role" text NOT NULL,
	CONSTRAINT "position_skills_position_id_skill_uri_role_pk" PRIMARY KEY("position_id","skill_uri","role"),
	CONSTRAINT "position_skills_role" CHECK ("position_skills"."role" in ('needed', 'taught'))
);
--> statement-breakpoint
CREATE TABLE "position_slots" (
	"position_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"weekday" smallint NOT NULL,
	"from_minute" smallint NOT NULL,
	"to_minute" smallint NOT NULL,
	CONSTRAINT "position_slots_position_id_weekday_from_minute_pk" PRIMARY KEY("position_id","weekday","from_minute"),
	CONSTRAINT "position_slots_kind" CHECK ("position_slots"."kind" in ('work', 'lesson')),
	CONSTRAINT "position_slots_time" CHECK ("position_slots"."weekday" between 1 and 7 and "position_slots"."from_minute" >= 0 and "position_slots"."to_minute" <= 1440 and "position_slots"."from_minute" < "position_slots"."to_minute" and "position_slots"."from_minute" % 30 = 0 and "position_slots"."to_minute" % 30 = 0)
);
--> statement-breakpoint
CREATE TABLE "position_verdicts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position_id" uuid NOT NULL,
	"newcomer_id" uuid,
	"moment" text NOT NULL,
	"outcome" text NOT NULL,
	"reasons" jsonb NOT NULL,
	"inputs" jsonb NOT NULL,
	"policy_version" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "position_verdicts_moment" CHECK ("position_verdicts"."moment" in ('publish', 'propose', 'disclose', 'start', 'extend')),
	CONSTRAINT "position_verdicts_outcome" CHECK ("position_verdicts"."outcome" in ('ok', 'warn', 'human', 'block'))
);
--> statement-breakpoint
CREATE TABLE "positions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"employer_id" uuid NOT NULL,
	"establishment_id" uuid NOT NULL,
	"type" text NOT NULL,
	"state" text NOT NULL,
	"title" text NOT NULL,
	"occupation_uri" text NOT NULL,
	"tasks" text[] DEFAULT '{}' NOT NULL,
	"learns" text[] DEFAULT '{}' NOT NULL,
	"earns" text[] DEFAULT '{}' NOT NULL,
	"seats" smallint NOT NULL,
	"hours_per_week" numeric(4, 1) NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"hourly_wage_cents" integer,
	"licences" text[] DEFAULT '{}' NOT NULL,
	"supports" text[] DEFAULT '{}' NOT NULL,
	"supervisor_name" text DEFAULT '' NOT NULL,
	"supervisor_hours" numeric(4, 1),
	"trainees_per_supervisor" smallint,
	"learning_plan" jsonb NOT NULL,
	"declaration" jsonb NOT NULL,
	"published_at" timestamp with time zone,
	"expires_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "positions_code_unique" UNIQUE("code"),
	CONSTRAINT "positions_type" CHECK ("positions"."type" in ('REGULAR_JOB', 'START_JOB', 'APPRENTICESHIP_BBL', 'PRACTICAL_LEARNING', 'UWV_TRIAL_PLACEMENT', 'TRIAL_PLACEMENT', 'WAGE_VALUE_TRIAL', 'WAGE_SUBSIDISED_JOB', 'WORK_EXPERIENCE', 'PARTICIPATION_PLACEMENT', 'SOCIETAL_PARTICIPATION', 'SECONDMENT', 'INTERNSHIP', 'Z_ROUTE_PARTICIPATION', 'VOLUNTEER')),
	CONSTRAINT "positions_state" CHECK ("positions"."state" in ('draft', 'awaiting-decision', 'published', 'paused', 'closed', 'expired')),
	CONSTRAINT "positions_licences" CHECK ("positions"."licences" <@ array['AM', 'A', 'B', 'BE', 'C', 'CE', 'D', 'T', 'forklift', 'vca']::text[]),
	CONSTRAINT "positions_supports" CHECK ("positions"."supports" <@ array['language-buddy', 'lessons-in-work-time', 'flexible-start', 'travel-costs', 'work-clothes', 'quiet-place']::text[]),
	CONSTRAINT "positions_seats" CHECK ("positions"."seats" between 1 and 50),
	CONSTRAINT "positions_hours" CHECK ("positions"."hours_per_week" > 0 and "positions"."hours_per_week" <= 40),
	CONSTRAINT "positions_term" CHECK ("positions"."ends_on" is null or "positions"."ends_on" >= "positions"."starts_on")
);
--> statement-breakpoint
CREATE TABLE "safeguard_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position_id" uuid NOT NULL,
	"verdict_id" uuid NOT NULL,
	"decided_by" uuid NOT NULL,
	"outcome" text NOT NULL,
	"motivation" text NOT NULL,
	"policy_version" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "safeguard_decisions_outcome" CHECK ("safeguard_decisions"."outcome" in ('approved', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"proposal_id" uuid NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"employer_id" uuid NOT NULL,
	"fields" text[] NOT NULL,
	"text_version" text NOT NULL,
	"language" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"expires_on" date NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "consents_fields" CHECK ("consents"."fields" <@ array['given-name', 'family-name', 'phone', 'email']::text[]),
	CONSTRAINT "consents_language" CHECK ("consents"."language" in ('nl', 'en', 'ar'))
);
--> statement-breakpoint
CREATE TABLE "proposal_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"proposal_id" uuid NOT NULL,
	"step" text NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"actor_id" uuid,
	"actor_role" text NOT NULL,
	"reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"policy_version" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "proposal_log_step" CHECK ("proposal_log"."step" in ('propose', 'set-aside', 'take-back', 'shortlist', 'decline', 'consent', 'withdraw-consent', 'refuse', 'accept', 'place', 'withdraw', 'supersede', 'restore', 'expire', 'close'))
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"position_id" uuid NOT NULL,
	"state" text NOT NULL,
	"state_before" text,
	"card_code" text NOT NULL,
	"score" smallint NOT NULL,
	"newcomer_score" smallint NOT NULL,
	"employer_score" smallint NOT NULL,
	"fit" jsonb NOT NULL,
	"expected_level" text,
	"policy_version" text NOT NULL,
	"answer_due_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"state_since" timestamp with time zone NOT NULL,
	CONSTRAINT "proposals_state" CHECK ("proposals"."state" in ('proposed', 'set-aside', 'shortlisted', 'declined', 'consented', 'refused', 'accepted', 'placed', 'withdrawn', 'superseded', 'expired', 'closed')),
	CONSTRAINT "proposals_state_before" CHECK ("proposals"."state_before" in ('proposed', 'set-aside', 'shortlisted', 'declined', 'consented', 'refused', 'accepted', 'placed', 'withdrawn', 'superseded', 'expired', 'closed')),
	CONSTRAINT "proposals_scores" CHECK ("proposals"."score" between 0 and 1000)
);
--> statement-breakpoint
CREATE TABLE "isco_groups" (
	"code" text PRIMARY KEY NOT NULL,
	"labels" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "labour_market_regions" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "municipalities" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"province" text,
	"region_code" text
);
--> statement-breakpoint
CREATE TABLE "occupation_skills" (
	"occupation_uri" text NOT NULL,
	"skill_uri" text NOT NULL,
	"relation" text NOT NULL,
	CONSTRAINT "occupation_skills_occupation_uri_skill_uri_pk" PRIMARY KEY("occupation_uri","skill_uri"),
	CONSTRAINT "occupation_skills_relation" CHECK ("occupation_skills"."relation" in ('essential', 'optional'))
);
--> statement-breakpoint
CREATE TABLE "occupations" (
	"uri" text PRIMARY KEY NOT NULL,
	"isco" text NOT NULL,
	"labels" jsonb NOT NULL,
	"search_text" text NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "occupations_source" CHECK ("occupations"."source" in ('starter', 'esco', 'geonames'))
);
--> statement-breakpoint
CREATE TABLE "places" (
	"postcode4" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"municipality_code" text NOT NULL,
	"lat" double precision NOT NULL,
	"lon" double precision NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "places_source" CHECK ("places"."source" in ('starter', 'esco', 'geonames'))
);
--> statement-breakpoint
CREATE TABLE "reference_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"kind" text NOT NULL,
	"sha256" text NOT NULL,
	"read" integer NOT NULL,
	"written" integer NOT NULL,
	"skipped" integer NOT NULL,
	"imported_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "skill_broader" (
	"skill_uri" text NOT NULL,
	"broader_uri" text NOT NULL,
	CONSTRAINT "skill_broader_skill_uri_broader_uri_pk" PRIMARY KEY("skill_uri","broader_uri")
);
--> statement-breakpoint
CREATE TABLE "skills" (
	"uri" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"labels" jsonb NOT NULL,
	"search_text" text NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "skills_source" CHECK ("skills"."source" in ('starter', 'esco', 'geonames'))
);
--> statement-breakpoint
CREATE TABLE "tensions" (
	"region_code" text NOT NULL,
	"occupation_group" text NOT NULL,
	"quarter" text NOT NULL,
	"ratio" numeric(6, 2) NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "tensions_region_code_occupation_group_quarter_pk" PRIMARY KEY("region_code","occupation_group","quarter")
);
--> statement-breakpoint
CREATE TABLE "newcomer_search" (
	"newcomer_id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"municipality_code" text NOT NULL,
	"folded" text NOT NULL,
	"document" "tsvector" GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED NOT NULL,
	"indexed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "position_search" (
	"position_id" uuid PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"sector" text NOT NULL,
	"municipality_code" text NOT NULL,
	"lat" double precision NOT NULL,
	"lon" double precision NOT NULL,
	"folded" text NOT NULL,
	"document" "tsvector" GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED NOT NULL,
	"indexed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "login_challenges" ADD CONSTRAINT "login_challenges_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "establishments" ADD CONSTRAINT "establishments_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "establishments" ADD CONSTRAINT "establishments_postcode4_places_postcode4_fk" FOREIGN KEY ("postcode4") REFERENCES "public"."places"("postcode4") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staffing_facts" ADD CONSTRAINT "staffing_facts_establishment_id_establishments_id_fk" FOREIGN KEY ("establishment_id") REFERENCES "public"."establishments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staffing_facts" ADD CONSTRAINT "staffing_facts_occupation_uri_occupations_uri_fk" FOREIGN KEY ("occupation_uri") REFERENCES "public"."occupations"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_courses" ADD CONSTRAINT "newcomer_courses_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_educations" ADD CONSTRAINT "newcomer_educations_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_experiences" ADD CONSTRAINT "newcomer_experiences_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_experiences" ADD CONSTRAINT "newcomer_experiences_occupation_uri_occupations_uri_fk" FOREIGN KEY ("occupation_uri") REFERENCES "public"."occupations"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_identities" ADD CONSTRAINT "newcomer_identities_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_languages" ADD CONSTRAINT "newcomer_languages_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_learning_wishes" ADD CONSTRAINT "newcomer_learning_wishes_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_learning_wishes" ADD CONSTRAINT "newcomer_learning_wishes_skill_uri_skills_uri_fk" FOREIGN KEY ("skill_uri") REFERENCES "public"."skills"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_skills" ADD CONSTRAINT "newcomer_skills_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_skills" ADD CONSTRAINT "newcomer_skills_skill_uri_skills_uri_fk" FOREIGN KEY ("skill_uri") REFERENCES "public"."skills"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_slots" ADD CONSTRAINT "newcomer_slots_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_wishes" ADD CONSTRAINT "newcomer_wishes_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_wishes" ADD CONSTRAINT "newcomer_wishes_occupation_uri_occupations_uri_fk" FOREIGN KEY ("occupation_uri") REFERENCES "public"."occupations"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomers" ADD CONSTRAINT "newcomers_coach_id_accounts_id_fk" FOREIGN KEY ("coach_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomers" ADD CONSTRAINT "newcomers_municipality_code_municipalities_code_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomers" ADD CONSTRAINT "newcomers_postcode4_places_postcode4_fk" FOREIGN KEY ("postcode4") REFERENCES "public"."places"("postcode4") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomers" ADD CONSTRAINT "newcomers_future_postcode4_places_postcode4_fk" FOREIGN KEY ("future_postcode4") REFERENCES "public"."places"("postcode4") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_deliveries" ADD CONSTRAINT "mail_deliveries_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "follow_ups" ADD CONSTRAINT "follow_ups_placement_id_placements_id_fk" FOREIGN KEY ("placement_id") REFERENCES "public"."placements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placement_log" ADD CONSTRAINT "placement_log_placement_id_placements_id_fk" FOREIGN KEY ("placement_id") REFERENCES "public"."placements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements" ADD CONSTRAINT "placements_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements" ADD CONSTRAINT "placements_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "placements" ADD CONSTRAINT "placements_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "position_languages" ADD CONSTRAINT "position_languages_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "position_log" ADD CONSTRAINT "position_log_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "position_skills" ADD CONSTRAINT "position_skills_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "position_skills" ADD CONSTRAINT "position_skills_skill_uri_skills_uri_fk" FOREIGN KEY ("skill_uri") REFERENCES "public"."skills"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "position_slots" ADD CONSTRAINT "position_slots_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "position_verdicts" ADD CONSTRAINT "position_verdicts_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "positions" ADD CONSTRAINT "positions_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "positions" ADD CONSTRAINT "positions_establishment_id_establishments_id_fk" FOREIGN KEY ("establishment_id") REFERENCES "public"."establishments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "positions" ADD CONSTRAINT "positions_occupation_uri_occupations_uri_fk" FOREIGN KEY ("occupation_uri") REFERENCES "public"."occupations"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "positions" ADD CONSTRAINT "positions_created_by_accounts_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_decisions" ADD CONSTRAINT "safeguard_decisions_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_decisions" ADD CONSTRAINT "safeguard_decisions_verdict_id_position_verdicts_id_fk" FOREIGN KEY ("verdict_id") REFERENCES "public"."position_verdicts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_decisions" ADD CONSTRAINT "safeguard_decisions_decided_by_accounts_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_log" ADD CONSTRAINT "proposal_log_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposals" ADD CONSTRAINT "proposals_position_id_positions_id_fk" FOREIGN KEY ("position_id") REFERENCES "public"."positions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "municipalities" ADD CONSTRAINT "municipalities_region_code_labour_market_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."labour_market_regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occupation_skills" ADD CONSTRAINT "occupation_skills_occupation_uri_occupations_uri_fk" FOREIGN KEY ("occupation_uri") REFERENCES "public"."occupations"("uri") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occupation_skills" ADD CONSTRAINT "occupation_skills_skill_uri_skills_uri_fk" FOREIGN KEY ("skill_uri") REFERENCES "public"."skills"("uri") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_municipality_code_municipalities_code_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tensions" ADD CONSTRAINT "tensions_region_code_labour_market_regions_code_fk" FOREIGN KEY ("region_code") REFERENCES "public"."labour_market_regions"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_email" ON "accounts" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_newcomer" ON "accounts" USING btree ("newcomer_id");--> statement-breakpoint
CREATE INDEX "accounts_employer" ON "accounts" USING btree ("employer_id");--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "submissions_created" ON "submissions" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "establishments_employer" ON "establishments" USING btree ("employer_id");--> statement-breakpoint
CREATE INDEX "staffing_facts_establishment" ON "staffing_facts" USING btree ("establishment_id","kind");--> statement-breakpoint
CREATE INDEX "newcomer_courses_newcomer" ON "newcomer_courses" USING btree ("newcomer_id");--> statement-breakpoint
CREATE INDEX "newcomer_educations_newcomer" ON "newcomer_educations" USING btree ("newcomer_id");--> statement-breakpoint
CREATE INDEX "newcomer_experiences_newcomer" ON "newcomer_experiences" USING btree ("newcomer_id");--> statement-breakpoint
CREATE INDEX "newcomer_skills_skill" ON "newcomer_skills" USING btree ("skill_uri");--> statement-breakpoint
CREATE INDEX "newcomers_coach" ON "newcomers" USING btree ("coach_id");--> statement-breakpoint
CREATE INDEX "newcomers_municipality" ON "newcomers" USING btree ("municipality_code","availability");--> statement-breakpoint
CREATE UNIQUE INDEX "notices_effect" ON "notices" USING btree ("effect_key");--> statement-breakpoint
CREATE INDEX "notices_account" ON "notices" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox_events" USING btree ("id") WHERE relayed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "follow_ups_one_per_kind" ON "follow_ups" USING btree ("placement_id","kind");--> statement-breakpoint
CREATE INDEX "follow_ups_due" ON "follow_ups" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "placement_log_placement" ON "placement_log" USING btree ("placement_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "placements_one_per_seat" ON "placements" USING btree ("position_id","seat") WHERE "placements"."state" in ('planned', 'active');--> statement-breakpoint
CREATE UNIQUE INDEX "placements_one_running_per_newcomer" ON "placements" USING btree ("newcomer_id") WHERE "placements"."state" in ('planned', 'active');--> statement-breakpoint
CREATE INDEX "placements_position" ON "placements" USING btree ("position_id");--> statement-breakpoint
CREATE INDEX "position_log_position" ON "position_log" USING btree ("position_id","at");--> statement-breakpoint
CREATE INDEX "position_verdicts_position" ON "position_verdicts" USING btree ("position_id","asked_at");--> statement-breakpoint
CREATE INDEX "positions_employer" ON "positions" USING btree ("employer_id");--> statement-breakpoint
CREATE INDEX "positions_state_start" ON "positions" USING btree ("state","starts_on");--> statement-breakpoint
CREATE INDEX "safeguard_decisions_position" ON "safeguard_decisions" USING btree ("position_id");--> statement-breakpoint
CREATE UNIQUE INDEX "consents_one_standing" ON "consents" USING btree ("proposal_id") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "consents_newcomer" ON "consents" USING btree ("newcomer_id");--> statement-breakpoint
CREATE INDEX "proposal_log_proposal" ON "proposal_log" USING btree ("proposal_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "proposals_one_open_per_pair" ON "proposals" USING btree ("newcomer_id","position_id") WHERE "proposals"."state" in ('proposed', 'shortlisted', 'consented', 'accepted');--> statement-breakpoint
CREATE UNIQUE INDEX "proposals_card_code" ON "proposals" USING btree ("position_id","card_code");--> statement-breakpoint
CREATE INDEX "proposals_position" ON "proposals" USING btree ("position_id","state");--> statement-breakpoint
CREATE INDEX "proposals_newcomer" ON "proposals" USING btree ("newcomer_id","state");--> statement-breakpoint
CREATE INDEX "occupation_skills_skill" ON "occupation_skills" USING btree ("skill_uri");--> statement-breakpoint
CREATE INDEX "occupations_isco" ON "occupations" USING btree ("isco");--> statement-breakpoint
CREATE INDEX "occupations_search" ON "occupations" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "places_municipality" ON "places" USING btree ("municipality_code");--> statement-breakpoint
CREATE INDEX "skills_search" ON "skills" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "newcomer_search_document" ON "newcomer_search" USING gin ("document");--> statement-breakpoint
CREATE INDEX "position_search_document" ON "position_search" USING gin ("document");--> statement-breakpoint
CREATE INDEX "position_search_folded" ON "position_search" USING gin ("folded" gin_trgm_ops);