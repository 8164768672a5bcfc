"""What the project makes of itself: pages, pictures, benchmarks."""
