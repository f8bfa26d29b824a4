ALTER TABLE "builds" ADD COLUMN "model_override" text;--> statement-breakpoint
ALTER TABLE "budget_ledger" ADD COLUMN "provider" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "budget_ledger" ADD COLUMN "model" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "llm_calls" ADD COLUMN "provider" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "llm_calls" ADD COLUMN "cached_tokens" integer;--> statement-breakpoint
ALTER TABLE "llm_calls" ADD COLUMN "reasoning_tokens" integer;