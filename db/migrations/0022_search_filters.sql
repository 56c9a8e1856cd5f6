ALTER TABLE "newcomer_search" ADD COLUMN "hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "scope" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "availability" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "regions" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "slots" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "skills" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "isco" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "worked" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "wants" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "hours_min" double precision;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "hours_max" double precision;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "from_day" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "has_listening" smallint DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "has_speaking" smallint DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "has_reading" smallint DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "has_writing" smallint DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "reach_listening" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "reach_speaking" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "reach_reading" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "newcomer_search" ADD COLUMN "reach_writing" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "kind" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "regions" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "isco" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "slots" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "supports" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "paid" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "guidance" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "hours" double precision DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "needs_listening" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "needs_speaking" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "needs_reading" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "needs_writing" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "start_day" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "start_month" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "published_day" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "position_search" ADD COLUMN "close_day" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "newcomer_search_scope" ON "newcomer_search" USING gin ("scope");--> statement-breakpoint
UPDATE "newcomer_search" SET "version" = 0;--> statement-breakpoint
UPDATE "position_search" SET "version" = 0;
