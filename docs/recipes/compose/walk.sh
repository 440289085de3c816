#!/bin/sh
# Takes the project of compose.yaml up, looks around, and takes it down again.
set -eu

# `docker compose`, or what COMPOSE says: docker-compose, for one that is no plugin
compose() { ${COMPOSE:-docker compose} --project-name shop --file compose.yaml "$@"; }

compose up --detach --build > log.txt 2>&1 || { cat log.txt >&2; exit 1; }
echo "services: $(docker ps --format '{{.Label "com.docker.compose.service"}}' | sort | tr '\n' ' ')"
echo "healthy: $(docker ps --filter health=healthy --format '{{.Label "com.docker.compose.service"}}')"

port=$(compose port web 80)
echo "page: $(curl -sS "http://127.0.0.1:${port##*:}/")"
echo "table: $(compose exec -T db psql -U postgres -At -d shop -c "CREATE TABLE t (n int); INSERT INTO t VALUES (1), (2); SELECT sum(n) FROM t" | tail -n 1)"
echo "worker: $(compose logs worker 2>&1 | grep -c 'there is a web')"

compose up --detach --scale worker=3 > log.txt 2>&1 || { cat log.txt >&2; exit 1; }
echo "workers: $(docker ps --quiet --filter label=com.docker.compose.service=worker | wc -l)"

compose down --volumes > log.txt 2>&1 || { cat log.txt >&2; exit 1; }
rm log.txt
echo "left: $(docker ps --all --quiet | wc -l) containers, $(docker volume ls --quiet | wc -l) volumes"
