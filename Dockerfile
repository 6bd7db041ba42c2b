# One image; its role is its command: web registration, worker registration, migrate registration …

FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.lock .
RUN sed '/^# For tests/,$d' requirements.lock > runtime.txt \
    && python -m venv --without-pip /opt/kursforum \
    && pip --python /opt/kursforum/bin/python install --no-cache-dir --require-hashes -r runtime.txt
WORKDIR /opt/kursforum/app
COPY shared shared
COPY services services
RUN python -m compileall -q .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent kursforum
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
