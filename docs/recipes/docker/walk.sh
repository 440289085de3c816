#!/bin/sh
# Builds the image and tells what is in its configuration.
set -eu

DOCKER_BUILDKIT=0 docker build --tag mockerd . > log.txt 2>&1 || { cat log.txt >&2; exit 1; }
echo "user: $(docker inspect --format '{{.Config.User}}' mockerd)"
echo "ports: $(docker inspect --format '{{json .Config.ExposedPorts}}' mockerd)"
echo "health: $(docker inspect --format '{{.Config.Healthcheck.Interval}} {{index .Config.Healthcheck.Test 0}}' mockerd)"
echo "command: $(docker inspect --format '{{join .Config.Entrypoint " "}} {{join .Config.Cmd " "}}' mockerd)"
echo "left over: $(docker run --rm --entrypoint ls mockerd /tmp | wc -l)"
rm log.txt
