#!/usr/bin/env bash
# Installs the engines that the proofs run (Debian 12 or newer, as root): what Debian has, then npm's.
set -euo pipefail
cd "$(dirname "$0")"

packages=(
  default-jdk-headless
  libdbd-sqlite3-perl
  php-cli
  php-illuminate-database
  php-illuminate-filesystem
  php-sqlite3
  postgresql
  sqitch
  sqlite3
  python3-alembic
  python3-django
  python3-migrate
  ruby
  ruby-activerecord
  ruby-sqlite3
  sql-migrate
)

missing=()
for package in "${packages[@]}"; do
  dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  apt-get install --yes --no-install-recommends "${missing[@]}"
fi

# npm keeps a copy of what it installed: equal to the lock file means that nothing is to be done.
if [ ! -e node_modules/.upgrade-paths-lock ] || ! cmp --silent package-lock.json node_modules/.upgrade-paths-lock; then
  npm ci --no-audit --no-fund
  cp package-lock.json node_modules/.upgrade-paths-lock
fi
