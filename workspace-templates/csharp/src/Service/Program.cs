using Service;

const int NameLengthMax = 200;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Store>();
var app = builder.Build();

app.MapGet("/health", () => Results.Ok(new { status = "ok" }));
app.MapGet("/items", (Store store) => store.All());
app.MapPost("/items", (NewItem wish, Store store) =>
{
    var name = wish.Name?.Trim() ?? "";
    if (name.Length is 0 or > NameLengthMax)
    {
        return Results.UnprocessableEntity(new { error = $"name must be 1 to {NameLengthMax} characters" });
    }

    var item = store.Add(name);
    return Results.Created($"/items/{item.Id}", item);
});
app.MapGet("/items/{id:int}", (int id, Store store) => store.Get(id) is { } item ? Results.Ok(item) : Results.NotFound());
app.MapDelete("/items/{id:int}", (int id, Store store) => store.Remove(id) ? Results.NoContent() : Results.NotFound());

app.Run();

/// <summary>What is sent to add an item.</summary>
public sealed record NewItem(string? Name);

/// <summary>For the tests, which start the service.</summary>
public partial class Program;
