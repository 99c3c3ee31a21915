import { MantineProvider } from "@mantine/core";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ApiProblem } from "../api/client";
import { theme } from "../theme/theme";
import { router } from "./router";

const client: QueryClient = new QueryClient({
  mutationCache: new MutationCache({
    onError: (error) => {
      // A wrong password is a 401 too: whether the session itself has ended is asked of the server.
      if (error instanceof ApiProblem && error.status === 401) void client.invalidateQueries({ queryKey: ["session"] });
    },
  }),
  queryCache: new QueryCache({
    onError: (error, query) => {
      // A session that ended shows the way back in, wherever the reader is.
      if (error instanceof ApiProblem && error.status === 401 && query.queryKey[0] !== "session") {
        void client.invalidateQueries({ queryKey: ["session"] });
      }
    },
  }),
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status < 500),
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
