// Trials and jobs: what may be changed, what runs, what came of it. What the addresses of work answer.
import { ask, query } from "./server";

export type JobState = "waiting" | "running" | "done" | "failed" | "cancelled" | "broken";
export interface Job { id: string; stage: string; trial?: string | null; state: JobState; label?: string | null; done?: number | null; total?: number | null; began?: string | null; ended?: string | null; words?: string | null; problems: import("./desk").Problem[] }
export interface Choice {
  id: string; stage: string; group?: string | null; label: string; unit?: string | null; kind?: "number" | "flag" | "choice";
  now: number | boolean | string | null; low?: number | null; high?: number | null; step?: number | null; options?: { id: string; label: string }[]; words?: string | null;
}
export interface Trial { id: string; name: string; changes: Record<string, unknown>; made?: string | null; ready?: boolean; stages?: string[] }
export interface Scenario { id: string; name: string; changes?: unknown; stages?: string[] }
export interface Standing { value: number | null; rank: number | null; class: string | null }
export interface Compared {
  indicator?: string | null; label?: string | null; unit?: string | null;
  scenarios: Scenario[];
  places: { id: string; name: string; scenarios: Standing[] }[];
  chain?: { id: string; label: string } | null;
  chains?: { id: string; label: string }[];
  swapped: { place: string; name?: string; from: string | number; to: string | number; scenario?: string; difference?: number; why: { indicator: string; label: string; part: number }[] }[];
  plan: { id: string; metrics: { id?: string; label: string; unit?: string; value: number | null; low?: number | null; high?: number | null }[]; builds: { year?: number | string; label: string; count?: number; place?: string }[] }[];
}

export const STAGES = ["everything", "collect", "profile", "assess", "risk", "travel", "anticipate", "plan water"] as const;
export const choices = () => ask<Choice[]>("/api/choices");
export const trials = () => ask<Trial[]>("/api/trials");
export const makeTrial = (name: string, changes: Record<string, unknown>) => ask<{ id: string }>("/api/trials", "POST", { name, changes });
export const dropTrial = (id: string) => ask<null>(`/api/trials/${encodeURIComponent(id)}`, "DELETE");
export const jobs = () => ask<Job[]>("/api/jobs");
export const job = (id: string) => ask<Job>(`/api/jobs/${encodeURIComponent(id)}`);
export const run = (stage: string, trial?: string) => ask<{ id: string }>("/api/jobs", "POST", { stage, ...(trial ? { trial } : {}) });
export const cancel = (id: string) => ask<null>(`/api/jobs/${encodeURIComponent(id)}`, "DELETE");
export const compare = (ids: string[], chain = "") => ask<Compared>(`/api/compare?${query({ with: ids.join(","), chain })}`);
