#!/bin/sh
# Prints, from the files in secrets/ that `make secrets` made, the Secrets that the manifests name:
#   make secrets && sh deploy/kubernetes/secrets.sh | kubectl apply -f -
set -eu
space=${NAMESPACE:-kursforum}
services="registration evaluation notifications reporting"

address() { cat "secrets/$1"; }
# Who asks the broker from another namespace, as KEDA does, needs its whole name.
broker() { sed "s#@rabbitmq:#@rabbitmq.$space.svc:#" "secrets/$1_rabbitmq_url"; }
password_in() { sed 's#.*://[^:]*:\([^@]*\)@.*#\1#' "secrets/$1"; }

# A changed password is taken up by CloudNativePG because of the label.
secret() {
    printf -- '---\napiVersion: v1\nkind: Secret\ntype: %s\n' "$2"
    printf 'metadata: {name: %s, namespace: %s, labels: {cnpg.io/reload: "true"}}\ndata:\n' "$1" "$space"
}
value() { printf '  %s: "%s"\n' "$1" "$(printf '%s' "$2" | base64 | tr -d '\n')"; }
credentials() { # a Secret's name, its user, and the file whose address has the password
    secret "$1" kubernetes.io/basic-auth
    value username "$2"
    value password "$(password_in "$3")"
}

secret kursforum Opaque
value secret_key "$(cat secrets/secret_key)"
secret admin Opaque
value admin_password "$(cat secrets/admin_password)"
secret oidc Opaque # empty where there is no provider of accounts
value oidc_client_secret "$(cat secrets/oidc_client_secret)"
secret topology Opaque
value rabbitmq_url "$(broker topology)"
credentials rabbitmq-topology topology topology_rabbitmq_url
for service in $services; do
    secret "$service" Opaque
    value database_url "$(address "${service}_database_url")"
    value rabbitmq_url "$(broker "$service")"
    [ "$service" != notifications ] || value smtp_url "$(address smtp_url)"
    secret "$service-owner" Opaque
    value database_url "$(address "${service}_owner_database_url")"
    credentials "rabbitmq-$service" "$service" "${service}_rabbitmq_url"
    credentials "postgresql-$service" "$service" "${service}_database_url"
    credentials "postgresql-$service-owner" "${service}_owner" "${service}_owner_database_url"
done
