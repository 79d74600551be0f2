#!/bin/sh
# sh tools/compose/example-certificates.sh DIRECTORY: certificates to try docker-compose.production.yml with, by two
# authorities: mesh signs for services, customers for those who may call the loader. Needs openssl 1.1.1 or later.
set -eu
mkdir -p "${1:?is required: the directory to write to}"
cd "$1"

new_key='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'

authority() { # NAME
  # shellcheck disable=SC2086 # several words
  openssl req -x509 $new_key -days 30 -subj "/CN=$1" -keyout "$1-key.pem" -out "$1.pem"
}

identity() { # DIRECTORY COMMON-NAME AUTHORITY
  mkdir -p "$1"
  # shellcheck disable=SC2086
  openssl req $new_key -subj "/CN=$2" -keyout "$1/key.pem" -out "$1/request.pem"
  echo "subjectAltName=DNS:$1,DNS:localhost,IP:127.0.0.1" >"$1/extensions"
  openssl x509 -req -in "$1/request.pem" -CA "$3.pem" -CAkey "$3-key.pem" -CAcreateserial -days 30 \
    -extfile "$1/extensions" -out "$1/cert.pem"
  rm "$1/request.pem" "$1/extensions"
  cp mesh.pem "$1/ca.pem"
  chmod 644 "$1/key.pem" # the containers' user, 1000, may be another than yours: for a trial only
}

authority mesh
authority customers
for service in extractor transformer loader; do identity "$service" "$service" mesh; done
for service in extractor transformer; do cp mesh.pem "$service/client-ca.pem"; done
cat customers.pem mesh.pem >loader/client-ca.pem # mesh for the health check
identity meshctl acme customers
