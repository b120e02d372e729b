#!/usr/bin/env bash
# Prints a new masking key: a Tink keyset with one key that serves every transformation, as
# `tinkey create-keyset --key-template HKDF_SHA256 --out-format json` would, from the kernel's random numbers.
set -euo pipefail

id=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
# Tink's HkdfPrfKey: parameters with SHA-256, then 32 bytes of key
key=$({ printf '\022\002\010\003\032\040' && head -c 32 /dev/urandom; } | base64 | tr -d '\n')
cat <<KEYSET
{
  "primaryKeyId": $id,
  "key": [
    {
      "keyId": $id,
      "status": "ENABLED",
      "outputPrefixType": "RAW",
      "keyData": {
        "typeUrl": "type.googleapis.com/google.crypto.tink.HkdfPrfKey",
        "keyMaterialType": "SYMMETRIC",
        "value": "$key"
      }
    }
  ]
}
KEYSET
