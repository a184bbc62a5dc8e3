import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { licences } from "./licences";

// While developing, answers come from a running `makazi serve`.
const server = process.env.MAKAZI ?? "http://127.0.0.1:8750";

export default defineConfig({
  plugins: [svelte(), licences()],
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 1500, modulePreload: { polyfill: false } },
  server: { proxy: Object.fromEntries(["/api", "/tiles", "/ogc", "/outputs"].map((path) => [path, server])) },
});
