CREATE TABLE "deployment_output_lines" (
	"deployment_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "deployment_output_lines_deployment_id_seq_pk" PRIMARY KEY("deployment_id","seq")
);
--> statement-breakpoint
CREATE TABLE "deployment_outputs" (
	"deployment_id" text PRIMARY KEY NOT NULL,
	"container_id" text NOT NULL,
	"read_at" text NOT NULL,
	"read_nth" integer NOT NULL,
	"last_seq" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deployment_output_lines" ADD CONSTRAINT "deployment_output_lines_deployment_id_deployment_outputs_deployment_id_fk" FOREIGN KEY ("deployment_id") REFERENCES "public"."deployment_outputs"("deployment_id") ON DELETE cascade ON UPDATE no action;