import { MADE_BY, source } from '../source.js';

export const PYTHON_GITIGNORE = source`
__pycache__/
.pytest_cache/
.ruff_cache/
.venv/
data/
`;

/** Line length of ruff's formatter: what this code is written with. */
export const PYTHON_RUFF = 'line-length = 160\n';

export const PYTHON_DOCKERFILE = source`
# ${MADE_BY}
FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /service
COPY app app
RUN useradd --system --uid 10001 service && install -d -o service /data
USER service
VOLUME /data
EXPOSE 8080
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/health', timeout=3)"]
CMD ["python", "-m", "app"]
`;

export const PYTHON_DOCKERIGNORE = source`
*
!app
**/__pycache__
`;
