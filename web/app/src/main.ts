import { mount } from "svelte";
import "./look/page.css";
import "./look/print.css";
import App from "./App.svelte";

const target = document.getElementById("app");
if (target) mount(App, { target });
