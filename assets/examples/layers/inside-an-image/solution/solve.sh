docker build --quiet --tag vault:1 .
docker image save --output vault.tar vault:1
docker container create --name vault-bench busybox sh -c '
  tar -xf /vault.tar
  for blob in blobs/sha256/*; do
    tar -xzOf $blob vault/key 2>/dev/null || tar -xOf $blob vault/key 2>/dev/null
  done
  exit 0'
docker container cp --quiet vault.tar vault-bench:/vault.tar
docker container start --attach vault-bench > key.txt
docker container rm vault-bench
rm -f vault.tar
cat key.txt
