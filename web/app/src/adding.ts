// What a person adds or corrects: what the addresses for that take and answer. Each change begins a job that brings the city in again.
import { ask } from "./server";
import type { Problem } from "./desk";

export interface Begun { job?: string | null }
export interface Given { place: string; indicator: string; group?: string; period: string; value: number; low?: number; high?: number; unit?: string; reason: string }
interface Was { value: number | null; low?: number | null; high?: number | null; unit?: string | null }
export interface Correction extends Was { place: string; name?: string; indicator: string; label?: string; group?: string; period: string; reason: string; who?: string | null; when?: string | null; was?: Was | null }
export interface Candidate { accept: string; name: string; score?: number | null }
export interface Match { source: string; source_title?: string; text: string; rows?: number | null; reason?: string | null; candidates: Candidate[] }
export interface Proposed { indicator?: string; label?: string; place?: "code" | "name"; prefix?: string; period?: boolean; longitude?: boolean; latitude?: boolean }
export interface UploadColumn { name: string; type: string; examples: string[]; proposed: Proposed | null }
export interface ValueOf { column: string; indicator: string; period?: string; period_column?: string; [more: string]: unknown }
export interface Settings { title?: string; licence?: string; date?: string; quality?: string; join?: { prefix: string; column: string; by: string; [more: string]: unknown } | null; values?: ValueOf[]; [more: string]: unknown }
export interface Upload { id: string; name?: string; format: string; encoding?: string | null; delimiter?: string | null; sheets?: string[]; holds?: string[]; columns: UploadColumn[]; rows: number; problems: Problem[]; settings: Settings }
export interface Preview { observations: Record<string, unknown>[]; counts?: { rows?: number; places?: number; observations?: number; features?: number }; problems: Problem[] }

export const correct = (given: Given) => ask<Begun>("/api/corrections", "POST", given);
export const corrections = () => ask<Correction[]>("/api/corrections");
export const matches = () => ask<Match[]>("/api/matches");
export const accept = (source: string, text: string, meant: string) => ask<Begun>("/api/matches", "POST", { source, text, accept: meant });
export const upload = (file: File) => ask<Upload>(`/api/uploads?name=${encodeURIComponent(file.name)}`, "POST", file);
export const preview = (id: string, settings: Settings) => ask<Preview>(`/api/uploads/${encodeURIComponent(id)}/preview`, "POST", { settings });
export const take = (id: string, settings: Settings) => ask<Begun>(`/api/uploads/${encodeURIComponent(id)}/accept`, "POST", { settings });
export const drop = (id: string) => ask<null>(`/api/uploads/${encodeURIComponent(id)}`, "DELETE");
export const draw = (place: string, geometry: unknown, reason: string) => ask<Begun>("/api/boundaries", "POST", { place, geometry, reason });
