"""Accidents: processes killed, power cut, disks full, clients slow, databases gone, lessons broken."""
