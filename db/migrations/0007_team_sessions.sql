ALTER TABLE "sessions" ADD COLUMN "task_base" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "brief" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "candidate" integer;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "model" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "temperature" double precision;