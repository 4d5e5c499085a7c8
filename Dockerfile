# Images of the service: one language each, the gateway, or all in one.
#
#   docker build --build-arg LANGUAGE=python -t codex-python .
#
# LANGUAGE: python javascript (with typescript) java cpp go rust c, gateway, or all.
# docs/docker.md says how they are run.
ARG DEBIAN=bookworm

# ---- what stays: nginx, the libraries, and the toolchain of the image ----
FROM debian:${DEBIAN}-slim AS toolchain
ARG LANGUAGE=all
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
       ca-certificates curl nginx libcurl4 libfcgi0ldbl libjson-c5 libnettle8 libpcre2-8-0 libseccomp2 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY scripts/lib.sh scripts/install-toolchains scripts/install-go-std scripts/image-languages scripts/
COPY languages/go languages/go
# The TypeScript compiler comes with the stage below: it needs npm, which nobody needs later.
RUN for language in $(scripts/image-languages "$LANGUAGE"); do \
        [ "$language" = typescript ] || scripts/install-toolchains --strict "$language" || exit; \
    done \
    && rm -rf /src /var/lib/apt/lists/* /root/.cache

# ---- what is built ----
FROM toolchain AS build
ARG LANGUAGE=all
WORKDIR /src
COPY scripts scripts
# With Python's static library there is a fork server of it, which starts programs sooner.
RUN scripts/install-build-deps \
    && case " $(scripts/image-languages "$LANGUAGE") " in \
        *" python "*) DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libpython3-dev ;; \
    esac
COPY languages/typescript languages/typescript
RUN case " $(scripts/image-languages "$LANGUAGE") " in \
        *" typescript "*) scripts/install-toolchains --strict typescript ;; \
    esac
COPY . .
RUN make -j"$(nproc)" && make install DESTDIR=/out && printf '%s\n' "$LANGUAGE" >/out/usr/local/libexec/codex-run/image

# ---- the image ----
FROM toolchain
COPY --from=build /out/ /
# All that is written at run time; a tmpfs or a volume where the root is read-only. Any user may run the image.
RUN install -d -m 1777 /var/lib/codex-run
WORKDIR /
# The time to drain is that of the longest run and some; whoever stops the container has to grant it.
ENV PORT=8080 CODEX_SERVE_DIR=/var/lib/codex-run/serve CODEX_DRAIN_SECONDS=90
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD curl -fsS -o /dev/null "http://127.0.0.1:${PORT}/health"
ENTRYPOINT ["/usr/local/libexec/codex-run/serve-container"]
