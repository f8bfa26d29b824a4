CREATE TABLE "honesty_findings" (
	"build_id" text NOT NULL,
	"subject" text NOT NULL,
	"commit" text NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"path" text,
	"line" integer,
	"detail" text NOT NULL,
	"severity" text NOT NULL,
	"action" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "honesty_findings_build_id_subject_commit_id_pk" PRIMARY KEY("build_id","subject","commit","id")
);
--> statement-breakpoint
ALTER TABLE "honesty_findings" ADD CONSTRAINT "honesty_findings_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "honesty_findings_build" ON "honesty_findings" USING btree ("build_id","created_at");