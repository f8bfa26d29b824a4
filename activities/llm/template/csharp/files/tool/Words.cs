using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace App
{
    /// <summary>The command is used wrongly; the message says how.</summary>
    public class UsageException : Exception
    {
        public UsageException(string message) : base(message) { }
    }

    /// <summary>The arguments of a command, taken one after the other.</summary>
    public sealed class Words
    {
        private readonly Queue<string> left;
        private readonly TextReader input;

        public Words(IEnumerable<string> words, TextReader input)
        {
            left = new Queue<string>(words);
            this.input = input;
        }

        public string Next(string name)
        {
            if (left.Count == 0) throw new UsageException(name + " is missing");
            return left.Dequeue();
        }

        /// <summary>The next word; "-" stands for the standard input.</summary>
        public string Text(string name)
        {
            var word = Next(name);
            return word == "-" ? input.ReadToEnd() : word;
        }

        public long Integer(string name)
        {
            long number;
            if (!long.TryParse(Next(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)) throw new UsageException(name + " must be a whole number");
            return number;
        }

        public double Number(string name)
        {
            double number;
            if (!double.TryParse(Next(name), NumberStyles.Float, CultureInfo.InvariantCulture, out number)) throw new UsageException(name + " must be a number");
            return number;
        }

        /// <summary>All words that are left; none at all is fine.</summary>
        public List<string> Texts(string name)
        {
            var texts = left.ToList();
            left.Clear();
            return texts;
        }

        /// <summary>All words that are left, as numbers.</summary>
        public List<double> Numbers(string name)
        {
            var numbers = new List<double>();
            while (left.Count > 0) numbers.Add(Number(name));
            return numbers;
        }

        public void End()
        {
            if (left.Count > 0) throw new UsageException("there is nothing to do with " + string.Join(" ", left));
        }
    }
}
