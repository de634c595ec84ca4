#!/usr/bin/env bash
# Runs once, on an empty volume: a role and a database for each subgraph, and nobody else may enter the database.
set -euo pipefail

for name in $STOA_SUBGRAPHS; do
  variable="STOA_$(tr 'a-z-' 'A-Z_' <<< "$name")_DATABASE_PASSWORD"
  psql --quiet --no-psqlrc --username "$POSTGRES_USER" -v ON_ERROR_STOP=1 -v name="stoa_${name//-/_}" -v password="${!variable}" << 'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke all on database :"name" from public;
SQL
done
