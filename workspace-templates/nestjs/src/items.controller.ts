import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  ParseIntPipe,
  Post,
} from '@nestjs/common';
import { ItemsService, type Item } from './items.service';
import { NewItem } from './new-item.dto';

@Controller('items')
export class ItemsController {
  constructor(private readonly items: ItemsService) {}

  @Get()
  list(): Item[] {
    return this.items.all();
  }

  @Post()
  add(@Body() item: NewItem): Item {
    return this.items.add(item.name);
  }

  @Get(':id')
  read(@Param('id', ParseIntPipe) id: number): Item {
    const item = this.items.get(id);
    if (!item) throw new NotFoundException('There is no such item.');
    return item;
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id', ParseIntPipe) id: number): void {
    if (!this.items.remove(id)) throw new NotFoundException('There is no such item.');
  }
}
