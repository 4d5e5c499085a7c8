// Railway's infrastructure as code, opt-in: the whole project in one file, in the place of railway.toml. Railway does not
// let a service be managed by both: remove railway.toml from the branch before `railway config plan`.
//
// Copy it to .railway/railway.ts, set `repository`, and run `railway config plan`, then `railway config apply`.
import { type DeployConfig, defineRailway, github, group, preserve, project, service } from "railway/iac";

const repository = "OWNER/REPOSITORY";
const port = "8080";

const languages = {
  python: "PYTHON_EXECUTOR_URL",
  javascript: "JAVASCRIPT_EXECUTOR_URL",
  java: "JAVA_EXECUTOR_URL",
  cpp: "CPP_EXECUTOR_URL",
  go: "GO_EXECUTOR_URL",
  rust: "RUST_EXECUTOR_URL",
};

const common = {
  source: github(repository, { branch: "main" }),
  build: { builder: "DOCKERFILE" as const, dockerfilePath: "Dockerfile" },
  deploy: {
    healthcheckPath: "/health",
    healthcheckTimeout: 120,
    restartPolicyType: "ON_FAILURE",
    restartPolicyMaxRetries: 3,
    overlapSeconds: 20,
    drainingSeconds: 100,
  } satisfies DeployConfig,
};

export default defineRailway((context) => {
  const upstreamToken = context.shared.CODEX_UPSTREAM_TOKEN;
  const urls: Record<string, string> = {};
  const instances = Object.entries(languages).map(([language, variable]) => {
    const name = `${language}-executor`;
    urls[variable] = `http://${name}.railway.internal:${port}`;
    return service(name, {
      ...common,
      env: { LANGUAGE: language, PORT: port, CODEX_UPSTREAM_TOKEN: upstreamToken, CODEX_LOG_RATE: "450" },
    });
  });
  const gateway = service("gateway", {
    ...common,
    env: {
      LANGUAGE: "gateway",
      PORT: port,
      CODEX_TOKENS: preserve(), // set in the dashboard, and kept from there
      CODEX_UPSTREAM_TOKEN: upstreamToken,
      CODEX_LOG_RATE: "450",
      ...urls,
    },
  });
  return project("codex-run", { resources: [gateway, group("Instances", instances)] });
});
