"""The product: engine, pipelines, storage and the front ends. The only package with asyncio."""
