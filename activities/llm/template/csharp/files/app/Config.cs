using System;
using System.Globalization;

namespace App
{
    /// <summary>The settings of the service.</summary>
    public sealed class Config
    {
        public string Host { get; private set; }
        public int Port { get; private set; }
        public string DataDir { get; private set; }

        /// <summary>Reads HOST (default 127.0.0.1: this machine only), PORT (default 8080) and DATA_DIR (default ./data).</summary>
        public static Config Read(Func<string, string> setting)
        {
            ushort port;
            var text = Or(setting("PORT"), "8080");
            if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port))
                throw new ArgumentException("PORT must be a number from 0 to 65535, not \"" + text + "\"");
            return new Config { Host = Or(setting("HOST"), "127.0.0.1"), Port = port, DataDir = Or(setting("DATA_DIR"), "data") };
        }

        private static string Or(string given, string fallback)
        {
            return string.IsNullOrEmpty(given) ? fallback : given;
        }
    }
}
