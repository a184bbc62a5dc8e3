import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { licences } from "./licences";
import { odk } from "./odk";
import { worker } from "./worker";

// While developing, answers come from a running `makazi serve`.
const server = process.env.MAKAZI ?? "http://127.0.0.1:8750";

export default defineConfig({
  plugins: [odk(), svelte(), licences(), worker()],
  define: { __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
  optimizeDeps: { exclude: ["@getodk/web-forms"] },
  build: { target: "es2022", assetsInlineLimit: 0, chunkSizeWarningLimit: 1500, modulePreload: { polyfill: false } },
  server: { proxy: Object.fromEntries(["/api", "/tiles", "/ogc", "/outputs", "/openrosa"].map((path) => [path, server])) },
});
