#!/usr/bin/env bash
# Adds to PublicAPI.Unshipped.txt what the libraries have that no list names yet, and takes away what they no longer have: their public
# API is locked, so a change of it is a line in a diff. A line of PublicAPI.Shipped.txt that is gone needs a *REMOVED* line by hand.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
for project in abstractions/CniChain.Abstractions linux/CniChain.Linux tests/CniChain.Testing/CniChain.Testing; do
  list=$root/$(dirname "$project")/PublicAPI.Unshipped.txt
  shipped=${list/Unshipped/Shipped}
  for file in "$list" "$shipped"; do [ -e "$file" ] || echo '#nullable enable' > "$file"; done
  echo '#nullable enable' > "$list.new"
  cp "$list" "$list.before"
  echo '#nullable enable' > "$list"
  # As if nothing stood in the list: the compiler then says every line it wants.
  dotnet build "$root/$project.csproj" -c Release -v q -nologo -p:TreatWarningsAsErrors=false -p:WarningsNotAsErrors=RS0016 \
    --no-incremental -clp:DisableConsoleColor > "$list.log" 2>&1 || { cat "$list.log"; mv "$list.before" "$list"; exit 1; }
  grep -oP "RS0016: Symbol '\K.*(?=' is not part of the declared public API)" "$list.log" | LC_ALL=C sort -u >> "$list.new" || :
  mv "$list.new" "$list"
  diff "$list.before" "$list" || :
  rm -f "$list.before" "$list.log"
done
