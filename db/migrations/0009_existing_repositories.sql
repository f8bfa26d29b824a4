CREATE TABLE "baselines" (
	"project_id" text NOT NULL,
	"commit" text NOT NULL,
	"report" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "baselines_project_id_commit_pk" PRIMARY KEY("project_id","commit")
);
--> statement-breakpoint
CREATE TABLE "repositories" (
	"project_id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"ref" text,
	"branch" text,
	"base_commit" text NOT NULL,
	"language" text NOT NULL,
	"facts" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "builds" ADD COLUMN "base_commit" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "code_map" text;--> statement-breakpoint
ALTER TABLE "baselines" ADD CONSTRAINT "baselines_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repositories" ADD CONSTRAINT "repositories_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;