# One image; its role is its command: web registration, worker registration, migrate registration …

FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.lock .
# TRACING=1 adds what OTEL_EXPORTER_OTLP_ENDPOINT needs.
ARG TRACING=
RUN sed '/^# For tests/,$d' requirements.lock > runtime.txt \
    && if [ -n "$TRACING" ]; then sed '1,/^# For tracing/d' requirements.lock >> runtime.txt; fi \
    && python -m venv --without-pip /opt/kursforum \
    && pip --python /opt/kursforum/bin/python install --no-cache-dir --no-compile --require-hashes -r runtime.txt
# Babel knows a thousand languages, which are half of the image; the pages have two.
RUN find /opt/kursforum/lib -path '*/babel/locale-data/*.dat' ! -name 'root.dat' ! -name 'sv*.dat' ! -name 'en*.dat' -delete
WORKDIR /opt/kursforum/app
COPY shared shared
COPY services services
# Compiled by content, not by time: the same sources give the same files.
RUN python -m compileall -q --invalidation-mode unchecked-hash /opt/kursforum

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent kursforum
COPY --from=packages /opt/kursforum /opt/kursforum
WORKDIR /opt/kursforum/app
# Two heaps are enough for threads that take turns; glibc would keep one for almost every thread.
ENV PATH="/opt/kursforum/bin:$PATH" \
    MALLOC_ARENA_MAX=2 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
EXPOSE 8000
ENTRYPOINT ["python", "-m", "services"]
CMD ["--help"]
