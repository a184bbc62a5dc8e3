// What this browser keeps of filled and half-filled forms until they have arrived: a small database of its own.

export interface Kept { id: string; form: string; title: string; xml: string; files: File[]; at: string; problem?: string }
type Shelf = "outbox" | "drafts";

let opened: Promise<IDBDatabase> | null = null;
function open(): Promise<IDBDatabase> {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open("makazi-field", 1);
    asked.onupgradeneeded = () => { for (const shelf of ["outbox", "drafts"]) asked.result.createObjectStore(shelf, { keyPath: "id" }); };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  return opened;
}

/** Does one thing with a shelf, and is done when it lies on the disk. */
async function on<T>(shelf: Shelf, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((done, failed) => {
    const step = database.transaction(shelf, mode, { durability: "strict" });
    const asked = work(step.objectStore(shelf));
    step.oncomplete = () => done(asked.result);
    step.onerror = step.onabort = () => failed(step.error ?? asked.error);
  });
}

export const put = (shelf: Shelf, kept: Kept) => on(shelf, "readwrite", (store) => store.put(kept));
export const drop = (shelf: Shelf, id: string) => on(shelf, "readwrite", (store) => store.delete(id));
export const get = (shelf: Shelf, id: string): Promise<Kept | undefined> => on(shelf, "readonly", (store) => store.get(id) as IDBRequest<Kept | undefined>);
export const all = (shelf: Shelf): Promise<Kept[]> => on(shelf, "readonly", (store) => store.getAll() as IDBRequest<Kept[]>);
