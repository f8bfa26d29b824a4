import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  app.useGlobalPipes(
    new ValidationPipe({ whitelist: true, transform: true, errorHttpStatusCode: 422 }),
  );
  app.enableShutdownHooks();
  await app.listen(Number(process.env['PORT'] ?? 3000));
}

void main();
