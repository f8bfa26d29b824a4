CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"project_id" text NOT NULL,
	"build_id" text NOT NULL,
	"gate" text,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"version" integer NOT NULL,
	"key" text NOT NULL,
	"author" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "execution_repositories" (
	"execution_id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"ref" text,
	"commit" text,
	"branch" text,
	"base_commit" text,
	"facts" jsonb,
	"baseline" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_build_id_builds_id_fk" FOREIGN KEY ("build_id") REFERENCES "public"."builds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "execution_repositories" ADD CONSTRAINT "execution_repositories_execution_id_executions_id_fk" FOREIGN KEY ("execution_id") REFERENCES "public"."executions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "documents_version" ON "documents" USING btree ("project_id","name","version");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_key" ON "documents" USING btree ("build_id","name","key");--> statement-breakpoint
CREATE INDEX "documents_project" ON "documents" USING btree ("project_id","created_at");