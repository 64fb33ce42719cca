"""An AWS emulator for Terraform: moto's server, repaired where it answers differently from AWS."""
