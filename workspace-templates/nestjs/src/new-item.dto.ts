import { Transform } from 'class-transformer';
import { IsString, Length } from 'class-validator';

/** What is sent to add an item. */
export class NewItem {
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 200)
  name!: string;
}
