using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace Service.Tests;

public sealed class ApiTests : IDisposable
{
    private readonly WebApplicationFactory<Program> _factory = new();
    private readonly HttpClient _client;

    public ApiTests() => _client = _factory.CreateClient();

    public void Dispose()
    {
        _client.Dispose();
        _factory.Dispose();
    }

    [Fact]
    public async Task It_says_that_it_is_up() => Assert.Equal("{\"status\":\"ok\"}", await _client.GetStringAsync("/health"));

    [Fact]
    public async Task An_item_is_added_read_listed_and_removed()
    {
        var added = await _client.PostAsJsonAsync("/items", new { name = "  first " });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(new Item(1, "first"), await _client.GetFromJsonAsync<Item>("/items/1"));
        Assert.Equal([new Item(1, "first")], await _client.GetFromJsonAsync<Item[]>("/items") ?? []);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.DeleteAsync("/items/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync("/items/1")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_bad_item_is_refused(string name)
    {
        var answer = await _client.PostAsJsonAsync("/items", new { name });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }
}
