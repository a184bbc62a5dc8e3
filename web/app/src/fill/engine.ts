// The form engine of ODK: draws a form, hands over what was filled in, and gives away what is half done.
import "./styles";
import { name } from "./labels";
import { createApp, type App, type VNode } from "vue";
import { OdkWebForm, POST_SUBMIT__NEW_INSTANCE, webFormsPlugin } from "@getodk/web-forms";

export interface Filled { xml: string; files: File[] }
interface Payload { payloadType: string; data: FormData[] | [FormData]; status: string }
interface Root { prepareInstancePayload(options: { payloadType: "monolithic" }): Promise<Payload>; setLanguage(language: { language: string }): void; languages: { language: string }[] }

/** What is in a payload: the answers and the files that go with them. */
async function filled(payload: Payload): Promise<Filled> {
  const data = payload.data[0] as FormData;
  const files = [...data.entries()].flatMap(([name, value]) => (value instanceof File ? [[name, value] as const] : []));
  const answers = files.find(([name]) => name === "xml_submission_file")?.[1];
  return { xml: (await answers?.text()) ?? "", files: files.filter(([name]) => name !== "xml_submission_file").map(([, file]) => file) };
}

/** The answers as the engine holds them: the first part that was handed them tells. */
function rootOf(node: VNode | undefined | null): Root | null {
  if (!node) return null;
  const held = (node.props as { form?: Root } | null)?.form;
  if (typeof held?.prepareInstancePayload === "function") return held;
  const below = [node.component?.subTree, ...(Array.isArray(node.children) ? (node.children as VNode[]) : [])];
  for (const one of below) {
    const found = typeof one === "object" ? rootOf(one) : null;
    if (found) return found;
  }
  return null;
}

export interface Engine { draft(): Promise<Filled | null>; speak(language: string): void; end(): void }

interface Asked { target: HTMLElement; form: string; draft: Filled | null; words: Record<string, string>; sent: (filled: Filled) => Promise<void> }

export function start({ target, form, draft, words, sent }: Asked): Engine {
  (globalThis as { odkWords?: Record<string, string> }).odkWords = words;
  const props: Record<string, unknown> = {
    formXml: form,
    fetchFormAttachment: () => Promise.resolve(new Response(null, { status: 404 })),
    missingResourceBehavior: "BLANK",
    onSubmit: (payload: Payload, done: (result: unknown) => void) => {
      void filled(payload).then(sent).then(() => done({ next: POST_SUBMIT__NEW_INSTANCE }));
    },
  };
  if (draft) {
    const data = new FormData();
    data.append("xml_submission_file", new File([draft.xml], "xml_submission_file", { type: "text/xml" }));
    for (const file of draft.files) data.append(file.name, file, file.name);
    props.editInstance = { data: [data] };
  }
  const app: App = createApp(OdkWebForm, props);
  app.use(webFormsPlugin);
  const unname = name(target);
  app.mount(target);
  const root = () => rootOf((target as HTMLElement & { _vnode?: VNode })._vnode);
  return {
    draft: async () => { const held = root(); return held ? filled(await held.prepareInstancePayload({ payloadType: "monolithic" })) : null; },
    speak: (language) => { const held = root(); const one = held?.languages.find((known) => known.language === language || known.language.includes(`(${language})`)); if (held && one) held.setLanguage(one); },
    end: () => { unname(); app.unmount(); },
  };
}
