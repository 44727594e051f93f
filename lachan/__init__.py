"""Lá Chắn: from an epidemic directive to its measured result, for a Vietnamese province."""
