#!/bin/sh
# What one does with the docker command in a day.
set -eu

echo "engine: $(docker version --format '{{.Server.Version}}')"
docker run --rm alpine echo hello 2> pulled.txt
echo "pulled: $(tail -n 1 pulled.txt)"
docker run --rm alpine sh -c 'exit 3' || echo "exit code: $?"

printf 'FROM alpine\nRUN echo built > /greeting\nCMD ["sh", "-c", "cat /greeting; sleep 1000"]\n' |
  docker build --quiet --tag greeter - > id.txt 2> warning.txt
docker run --detach --name web --label tier=front --publish 127.0.0.1::80 greeter > id.txt
echo "ps: $(docker ps --filter label=tier=front --format '{{.Names}} {{.Image}} {{.State}}')"
echo "logs: $(docker logs web)"
echo "exec: $(docker exec --user nobody --workdir /tmp web sh -c 'id -un; pwd' | tr '\n' ' ')"

echo copied > page
docker cp page web:/srv/page
echo "cp: $(docker exec web cat /srv/page)"
echo "diff: $(docker diff web | tr '\n' ' ')"

docker network create back > id.txt
docker pull --quiet redis:7 > id.txt
docker run --detach --name store --network back redis:7 > id.txt
docker network connect back web
echo "network: $(docker exec web ping -c 1 store | grep -c ' 0% packet loss')"

docker volume create data > id.txt
docker run --rm --volume data:/data alpine sh -c 'echo kept > /data/file'
echo "volume: $(docker run --rm --volume data:/data alpine cat /data/file)"

docker pull --quiet busybox > id.txt
docker save busybox | docker load

docker stop -t 0 web store > id.txt
echo "ended: $(docker inspect --format '{{.State.Status}} {{.State.ExitCode}}' web)"
docker rm web store > id.txt
echo "events: $(docker events --since 1m --until $(($(date +%s) + 1)) --filter container=web --filter event=die --format '{{.Action}}')"
docker system prune --all --force --volumes > id.txt
echo "left: $(docker ps --all --quiet | wc -l) containers, $(docker images --quiet | wc -l) images"
rm pulled.txt warning.txt id.txt page
