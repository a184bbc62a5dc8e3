// Who asks, accounts, the field's forms and what comes in by them: what the desk's addresses answer.
import { ask, query, Refused } from "./server";
import { locale } from "./words";

export type Right = "look" | "work" | "decide" | "govern";
export interface Me { account: string | null; role: string; level: string; owners: string[]; accounts: boolean; rights: Right[]; languages: string[] }
export interface Form { id: string; title: string; version: string; languages: string[]; xform: string; xlsform: string }
export interface Problem { code?: string; severity?: string; source?: string; file?: string; sheet?: string; row?: number | null; column?: string | null; value?: string | null; expected?: string | null; message?: string; words?: string; hint?: string | null }
export type Standing = "waiting" | "confirmed" | "refused" | "withdrawn";
export interface Submission {
  id: number; form: string; form_version: string; received: string; from: string | null; state: Standing; settlement: string | null;
  summary: { label: string; value: string }[]; attachments: { name: string; kind: string; bytes: number }[]; problems: Problem[];
  reason?: string | null; owner?: string | null; level?: string | null;
}
export interface Account { name: string; role: string; owners: string[]; made?: string; ended?: string | null }
/** Looks of one account at one thing on one day. */
export interface Read { account: string; owner: string; kind: string; thing: string; day: string; first: string; last: string; times: number }

const LOCAL: Me = { account: null, role: "planner", level: "city", owners: [], accounts: false, rights: ["look", "work", "decide", "govern"], languages: [] };

/** Who asks; a program that has no accounts lets whoever sits at it do all. */
export const me = (): Promise<Me> => ask<Me>("/api/me").catch((refusal) => { if (refusal instanceof Refused && refusal.unknown) return LOCAL; throw refusal; });

export const signIn = (name: string, password: string) => ask<null>("/api/session", "POST", { name, password });
export const signOut = () => ask<null>("/api/session", "DELETE");

export const forms = () => ask<Form[]>("/api/forms");
export const inbox = (state: string, before?: number) => ask<Submission[]>(`/api/inbox?${query({ state, before, language: locale })}`);
export const confirm = (id: number, given: { owner: string; level: string; boundary: boolean }) => ask<null>(`/api/inbox/${id}/confirm`, "POST", given);
export const refuse = (id: number, reason: string) => ask<null>(`/api/inbox/${id}/refuse`, "POST", { reason });
export const withdraw = (id: number, reason: string) => ask<null>(`/api/inbox/${id}/withdraw`, "POST", { reason });
export const reads = () => ask<Read[]>("/api/reads");

export const accounts = () => ask<Account[]>("/api/accounts");
export const makeAccount = (given: { name: string; password: string; role: string; owners: string[] }) => ask<null>("/api/accounts", "POST", given);
export const changeAccount = (name: string, given: { password?: string; role?: string; owners?: string[] }) => ask<null>(`/api/accounts/${encodeURIComponent(name)}`, "PATCH", given);
export const endAccount = (name: string) => ask<null>(`/api/accounts/${encodeURIComponent(name)}`, "DELETE");
export const makeToken = (name: string) => ask<{ token: string; path: string }>(`/api/accounts/${encodeURIComponent(name)}/tokens`, "POST", {});
