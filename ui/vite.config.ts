import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The pages are served by `polku serve` from inside the Python package.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../src/polku/http/static",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    // Inlined data: URLs would need a wider content security policy.
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8321", "/v1": "http://127.0.0.1:8321" } },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
