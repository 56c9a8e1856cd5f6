CREATE TABLE "newcomer_no_goes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"newcomer_id" uuid NOT NULL,
	"occupation_uri" text,
	"employer_id" uuid,
	CONSTRAINT "newcomer_no_goes_occupation" UNIQUE("newcomer_id","occupation_uri"),
	CONSTRAINT "newcomer_no_goes_employer" UNIQUE("newcomer_id","employer_id"),
	CONSTRAINT "newcomer_no_goes_one" CHECK (num_nonnulls("newcomer_no_goes"."occupation_uri", "newcomer_no_goes"."employer_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "position_skills" DROP CONSTRAINT "position_skills_role";--> statement-breakpoint
ALTER TABLE "newcomer_no_goes" ADD CONSTRAINT "newcomer_no_goes_newcomer_id_newcomers_id_fk" FOREIGN KEY ("newcomer_id") REFERENCES "public"."newcomers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_no_goes" ADD CONSTRAINT "newcomer_no_goes_occupation_uri_occupations_uri_fk" FOREIGN KEY ("occupation_uri") REFERENCES "public"."occupations"("uri") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "newcomer_no_goes" ADD CONSTRAINT "newcomer_no_goes_employer_id_employers_id_fk" FOREIGN KEY ("employer_id") REFERENCES "public"."employers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "position_skills" ADD CONSTRAINT "position_skills_role" CHECK ("position_skills"."role" in ('needed', 'required', 'taught'));