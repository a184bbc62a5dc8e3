// Which number is being asked about. One dialog for the whole app answers.

export interface Asked { place: string; indicator: string; group: string }
export const asking = $state<{ now: Asked | null }>({ now: null });
export const askWhy = (place: string, indicator: string, group = "") => { asking.now = { place, indicator, group }; };
