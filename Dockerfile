# genderaudit in a container. Untried: no container could be built where this was written; the steps are those of `make reports`.
#   docker build -t genderaudit .
#   docker run --rm -v "$PWD/audits:/audits" genderaudit run --all --workspace /audits
#   docker run --rm -p 127.0.0.1:8888:8888 -v "$PWD/audits:/audits" --entrypoint jupyter genderaudit lab --ip 0.0.0.0 --no-browser
FROM python:3.12-slim
RUN useradd --create-home audit && mkdir /audits && chown audit /audits
WORKDIR /opt/genderaudit
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . && chown -R audit /opt/genderaudit
USER audit
ENTRYPOINT ["genderaudit"]
CMD ["--help"]
