namespace App
{
    /// <summary>The description of the service, as it was designed.</summary>
    public static class OpenApi
    {
        public const string Title = "@TITLE@";

        public const string Document = @"@DOCUMENT@";
    }
}
