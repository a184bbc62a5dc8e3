import { mount } from "svelte";
import "./look/page.css";
import "./look/parts.css";
import "./look/print.css";
import App from "./App.svelte";
import { learn } from "./words";

const target = document.getElementById("app");
void learn().then(() => { if (target) mount(App, { target }); });
if ("serviceWorker" in navigator && import.meta.env.PROD) void navigator.serviceWorker.register("/sw.js").catch(() => {});
